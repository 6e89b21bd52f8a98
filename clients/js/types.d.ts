export type State = "busy" | "checked" | "collapsed" | "current" | "disabled" | "expanded" | "haspopup" | "hidden" | "invalid" | "mixed" | "modal" | "multiline" | "pressed" | "readonly" | "required" | "selected" | "visited" | "sorted-ascending" | "sorted-descending";
/**
 * One thing on a screen; see "Screens" in docs/desk.md. What is left out is empty.
 */
export type Node = {
    id: string;
    /**
     * a role of ARIA; "generic" where it is left out
     */
    role?: string | undefined;
    /**
     * stands for the role's label
     */
    roleDescription?: string | undefined;
    /**
     * the accessible name; the text of static text
     */
    name?: string | undefined;
    /**
     * stands for the name on few cells
     */
    brailleLabel?: string | undefined;
    value?: string | undefined;
    description?: string | undefined;
    /**
     * what is wrong with the value
     */
    error?: string | undefined;
    states?: State[] | undefined;
    level?: number | undefined;
    posinset?: number | undefined;
    setsize?: number | undefined;
    row?: number | undefined;
    col?: number | undefined;
    /**
     * ids of header cells
     */
    headers?: string[] | undefined;
    /**
     * "off", "polite" or "assertive"
     */
    live?: string | undefined;
    /**
     * a tag of BCP 47
     */
    lang?: string | null | undefined;
    /**
     * HTML's type of input
     */
    inputType?: string | undefined;
    maxLength?: number | undefined;
    /**
     * the value is never shown
     */
    sensitive?: boolean | undefined;
    actions?: string[] | undefined;
    /**
     * ids
     */
    children?: string[] | undefined;
};
/**
 * Where the cursor stands in the value of a node; the selection reaches from `anchor` to `offset`.
 */
export type Caret = {
    node: string;
    offset: number;
    anchor?: number | null;
};
/**
 * A whole screen. The first node is the root.
 */
export type Screen = {
    nodes: Iterable<Node>;
    focus?: string | null;
    caret?: Caret | null;
};
/**
 * What changes: of nodes only the fields that are named; focus and caret where they are named.
 */
export type Changes = {
    nodes?: Node[];
    focus?: string | null;
    caret?: Caret | null;
};
export type Display = {
    name: string;
    title: string;
    columns: number;
    rows: number;
    status: number;
    isConnected: boolean;
};
export type Action = {
    node: string;
    action: string;
    offset: number;
};
export type Edit = {
    node: string;
    start: number;
    end: number;
    text: string;
};
export type Key = {
    display: string;
    key: string;
    row: number;
    cell: number;
    dots: number;
    node: string | null;
    offset: number | null;
};
/**
 * What a desk tells, by name of the event.
 */
export type Events = {
    /**
     * the reader wants something done; do it, then update
     */
    action: Action;
    /**
     * the reader typed: characters `start` to `end` of the value become `text`
     */
    text: Edit;
    /**
     * a key that was claimed
     */
    key: Key;
    /**
     * the displays came to this client, or went to another
     */
    top: {
        isOnTop: boolean;
    };
    displays: {
        displays: Display[];
    };
    /**
     * a notification that has no event of its own
     */
    other: {
        method: string;
        params: any;
    };
    /**
     * the connection was lost; it is being made again
     */
    lost: import("./errors.js").BrailledeskError;
    /**
     * it is there again, with the newest screen
     */
    ready: Initialized;
    /**
     * it is lost for good
     */
    end: import("./errors.js").BrailledeskError;
};
export type Initialized = {
    protocol: string;
    service: {
        name: string;
        version: string;
    };
    locale: string;
    capabilities: {
        methods: string[];
        scopes: string[];
        maxBytes: number;
        maxNodes: number;
    };
    displays: Display[];
};
/**
 * A way to the service: whole messages, in order. `receive` and `closed` are set by who uses it.
 */
export type Transport = {
    send: (message: object) => void;
    close: () => void;
    receive: (message: any) => void;
    closed: (reason: string) => void;
};
export type Opener = () => Promise<Transport>;
