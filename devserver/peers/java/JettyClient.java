// Jetty 9's WebSocket client, with compression on.
import java.net.URI;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.UpgradeResponse;
import org.eclipse.jetty.websocket.api.WebSocketAdapter;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.eclipse.jetty.websocket.client.WebSocketClient;

public class JettyClient {
    public static void main(String[] args) throws Exception {
        System.setProperty("org.eclipse.jetty.util.log.class", "org.eclipse.jetty.util.log.StdErrLog");
        System.setProperty("org.eclipse.jetty.LEVEL", "OFF");
        WebSocketClient client = new WebSocketClient();
        client.setConnectTimeout(30000);
        client.start();
        Lines.run((url, offer, on) -> {
            ClientUpgradeRequest request = new ClientUpgradeRequest();
            if (!offer.isEmpty()) request.setSubProtocols(offer);
            request.addExtensions("permessage-deflate");
            client.connect(new WebSocketAdapter() {
                @Override public void onWebSocketConnect(Session s) {
                    super.onWebSocketConnect(s);
                    on.end = () -> s.close(4999, "");
                    UpgradeResponse r = s.getUpgradeResponse();
                    StringBuilder names = new StringBuilder();
                    if (r.getExtensions() != null) r.getExtensions().forEach(e -> names.append(names.length() == 0 ? "" : ", ").append(e.getParameterizedName()));
                    on.opens(r.getAcceptedSubProtocol(), names.toString());
                }
                @Override public void onWebSocketError(Throwable e) { on.fails(e); }
                @Override public void onWebSocketClose(int code, String reason) { on.ends("close " + code + (reason == null ? "" : " " + reason)); }
            }, URI.create(url), request);
        });
    }
}
