// A form on the Braille display, in Java 16 or newer, without a library:  java Demo.java
import java.io.*;
import java.net.*;
import java.nio.ByteBuffer;
import java.nio.channels.*;
import java.nio.file.Path;
import java.util.regex.*;
import static java.nio.charset.StandardCharsets.*;

public class Demo {
    static SocketChannel service;
    static InputStream in;
    static int last = 0;

    public static void main(String[] arguments) throws IOException {
        String place = arguments.length > 0 ? arguments[0]
            : System.getenv("XDG_RUNTIME_DIR") + "/brailledesk/service.sock";
        service = SocketChannel.open(UnixDomainSocketAddress.of(Path.of(place)));
        in = new BufferedInputStream(Channels.newInputStream(service));
        call("initialize", "{\"protocol\": \"1.0\", \"client\": {\"name\": \"Demo Java\"}}");
        call("session/claim", "{\"name\": \"Demo Java\"}");
        call("screen/publish", """
            {"revision": 1, "focus": "salva", "nodes": [
              {"id": "form", "role": "form", "name": "Cliente", "children": ["nome", "salva"]},
              {"id": "nome", "role": "textbox", "name": "Nome", "value": "Rossi"},
              {"id": "salva", "role": "button", "name": "Salva"}]}""");
        System.out.println("On the display. Press the routing key over the button.");
        for (String message = read(); message != null; message = read())
            if ("action/request".equals(field(message, "method"))
                    && "salva".equals(field(message, "node"))) {
                call("screen/patch", """
                    {"base": 1, "revision": 2, "nodes": [{"id": "salva", "name": "Salvato"}]}""");
                call("message/post", "{\"text\": \"Cliente salvato\", \"priority\": \"message\"}");
                call("session/release", "{}");
                System.out.println("Saved.");
                return;
            }
    }

    /** Sends a request and waits for its answer; what else comes meanwhile this demo passes over. */
    static void call(String method, String params) throws IOException {
        byte[] body = ("{\"jsonrpc\": \"2.0\", \"id\": " + ++last + ", \"method\": \"" + method
            + "\", \"params\": " + params + "}").getBytes(UTF_8);
        byte[] head = ("Content-Length: " + body.length + "\r\n\r\n").getBytes(US_ASCII);
        ByteBuffer all = ByteBuffer.allocate(head.length + body.length).put(head).put(body).flip();
        while (all.hasRemaining()) service.write(all);
        String answer;
        do answer = read(); while (answer != null && !answer.matches("(?s).*\"id\": ?" + last + "\\b.*"));
        if (answer == null || answer.contains("\"error\"")) throw new IOException(method + ": " + answer);
    }

    /** The next message; null when the service has ended. */
    static String read() throws IOException {
        int length = -1;
        for (String line = line(); ; line = line()) {
            if (line == null) return null;
            if (line.isEmpty() && length >= 0) return new String(in.readNBytes(length), UTF_8);
            if (line.toLowerCase().startsWith("content-length:"))
                length = Integer.parseInt(line.substring(15).trim());
        }
    }

    static String line() throws IOException {
        StringBuilder found = new StringBuilder();
        for (int one = in.read(); one != '\n'; one = in.read()) {
            if (one < 0) return null;
            if (one != '\r') found.append((char) one);
        }
        return found.toString();
    }

    /** A text field of a message: enough for names and ids. A program of yours has a JSON library. */
    static String field(String message, String name) {
        Matcher found = Pattern.compile("\"" + name + "\": ?\"([^\"\\\\]*)\"").matcher(message);
        return found.find() ? found.group(1) : null;
    }
}
