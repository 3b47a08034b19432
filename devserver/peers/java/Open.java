// The client of the JDK: opens a WebSocket with two subprotocols.
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;

public class Open {
    public static void main(String[] args) {
        HttpClient.newHttpClient().newWebSocketBuilder().subprotocols("chat", "superchat")
            .buildAsync(URI.create(args[0]), new WebSocket.Listener() {}).join().abort();
    }
}
