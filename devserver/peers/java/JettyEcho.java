// Jetty 9's own WebSocket handler, without servlets.
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.WebSocketAdapter;
import org.eclipse.jetty.websocket.server.WebSocketHandler;
import org.eclipse.jetty.websocket.servlet.WebSocketServletFactory;

public class JettyEcho {
    public static class Echo extends WebSocketAdapter {
        @Override public void onWebSocketText(String message) {
            try { getRemote().sendString(message); } catch (IOException e) { System.err.println(e.getMessage()); }
        }
        @Override public void onWebSocketBinary(byte[] data, int offset, int length) {
            try { getRemote().sendBytes(ByteBuffer.wrap(data, offset, length)); } catch (IOException e) { System.err.println(e.getMessage()); }
        }
        @Override public void onWebSocketError(Throwable cause) { System.err.println(cause.getMessage()); }
    }

    public static void main(String[] args) throws Exception {
        Server server = new Server();
        ServerConnector c = new ServerConnector(server);
        c.setHost("127.0.0.1");
        c.setPort(Integer.parseInt(args[0]));
        server.addConnector(c);
        server.setHandler(new WebSocketHandler() {
            @Override public void configure(WebSocketServletFactory f) {
                f.setCreator((request, response) -> {
                    if (request.getSubProtocols().contains("chat")) response.setAcceptedSubProtocol("chat");
                    return new Echo();
                });
            }
        });
        server.start();
        server.join();
    }
}
