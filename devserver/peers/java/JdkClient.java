// The client of the JDK.
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;

public class JdkClient {
    public static void main(String[] args) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        Lines.run((url, offer, on) -> {
            WebSocket.Builder b = client.newWebSocketBuilder();
            if (!offer.isEmpty()) b.subprotocols(offer.get(0), offer.subList(1, offer.size()).toArray(new String[0]));
            b.buildAsync(URI.create(url), new WebSocket.Listener() {
                @Override public void onOpen(WebSocket s) { on.end = s::abort; on.opens(s.getSubprotocol(), ""); s.request(Long.MAX_VALUE); }
                @Override public void onError(WebSocket s, Throwable e) { on.fails(e); on.ends(""); }
                @Override public CompletionStage<?> onClose(WebSocket s, int code, String reason) { on.ends("close " + code + " " + reason); return null; }
            }).exceptionally(e -> { on.fails(e); return null; });
        });
    }
}
