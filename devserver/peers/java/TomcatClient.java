// Tomcat's WebSocket client, with compression on.
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Extension;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.WebSocketContainer;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

public class TomcatClient {
    static final Extension DEFLATE = new Extension() {
        @Override public String getName() { return "permessage-deflate"; }
        @Override public List<Extension.Parameter> getParameters() { return List.of(); }
    };

    public static void main(String[] args) throws Exception {
        WebSocketContainer container = ContainerProvider.getWebSocketContainer();
        Lines.run((url, offer, on) -> {
            ClientEndpointConfig config = ClientEndpointConfig.Builder.create().preferredSubprotocols(offer)
                .extensions(List.of(DEFLATE)).build();
            config.getUserProperties().put("org.apache.tomcat.websocket.IO_TIMEOUT_MS", "30000");
            container.connectToServer(new Endpoint() {
                @Override public void onOpen(Session s, EndpointConfig c) {
                    s.addMessageHandler(String.class, (MessageHandler.Whole<String>) message -> {});
                    s.addMessageHandler(ByteBuffer.class, (MessageHandler.Whole<ByteBuffer>) message -> {});
                    on.end = () -> { try { s.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(4999), "")); } catch (java.io.IOException e) { /* it had ended */ } };
                    List<String> names = new ArrayList<>();
                    for (Extension e : s.getNegotiatedExtensions()) names.add(e.getName());
                    on.opens(s.getNegotiatedSubprotocol(), String.join(", ", names));
                }
                @Override public void onError(Session s, Throwable e) { on.fails(e); }
                @Override public void onClose(Session s, CloseReason r) { on.ends("close " + r.getCloseCode().getCode() + " " + r.getReasonPhrase()); }
            }, config, URI.create(url));
        });
    }
}
