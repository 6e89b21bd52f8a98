/** JSON-RPC over the service's own WebSocket. */

const WAIT = [500, 1000, 2000, 4000];

export class Service {
  #socket = null;
  #waiting = new Map();
  #last = 0;
  #failures = 0;

  /**
   * @param {string} token of the page's address
   * @param {{told: (method: string, params: any) => void, ready: (initialized: any) => void,
   *          lost: (isRefused: boolean) => void}} listener
   */
  constructor(token, listener) {
    this.token = token;
    this.listener = listener;
    this.#open();
  }

  /** Make a request; rejects with the service's error. */
  call(method, params = {}) {
    return new Promise((resolve, reject) => {
      if (this.#socket?.readyState !== WebSocket.OPEN) {
        reject(new Error("not connected"));
        return;
      }
      this.#last += 1;
      this.#waiting.set(this.#last, { resolve, reject });
      this.#socket.send(JSON.stringify({ jsonrpc: "2.0", id: this.#last, method, params }));
    });
  }

  #open() {
    let isIn = false;
    const socket = new WebSocket(`ws://${location.host}/`);
    this.#socket = socket;
    socket.onopen = async () => {
      try {
        await this.call("auth/token", { token: this.token });
        isIn = true;
        const told = await this.call("initialize", {
          protocol: "1.0",
          client: { name: "viewer" },
          locale: navigator.language.slice(0, 2) === "it" ? "it" : "en",
        });
        this.#failures = 0;
        this.listener.ready(told);
      } catch (error) {
        console.error(error.message);
        socket.close();
      }
    };
    socket.onmessage = (event) => this.#hear(JSON.parse(event.data));
    socket.onclose = () => {
      for (const { reject } of this.#waiting.values()) reject(new Error("connection lost"));
      this.#waiting.clear();
      const isRefused = !isIn && this.#failures > 0;
      this.listener.lost(isRefused);
      // A service that was started again has another token: asking on would be of no use.
      if (this.#failures < 20) {
        setTimeout(() => this.#open(), WAIT[Math.min(this.#failures, WAIT.length - 1)]);
      }
      this.#failures += 1;
    };
  }

  #hear(message) {
    if (message.method !== undefined) {
      this.listener.told(message.method, message.params);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error) waiting?.reject(new Error(message.error.message));
    else waiting?.resolve(message.result);
  }
}
