// What the clients have in common: a line of JSON in for each WebSocket to open, one
// out when it is known what became of it.
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

public class Lines {
    public interface Client { void open(String url, List<String> offer, On on) throws Exception; }

    static final long LINGER = Long.parseLong(System.getenv("LINGER"));
    static final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    /** What became of one WebSocket: told once. */
    public static class On {
        private final String n;
        private String state = "", protocol = "", extensions = "", words = "";
        private boolean ended, told, timed;
        public Runnable end = () -> {};

        On(String n) { this.n = n; }

        public synchronized void opens(String protocol, String extensions) {
            if (!state.isEmpty()) return;
            state = "opens";
            this.protocol = protocol == null ? "" : protocol;
            this.extensions = extensions == null ? "" : extensions;
            tellIn(ended ? 20 : LINGER);
        }
        public synchronized void fails(Throwable e) {
            while (e.getCause() != null && (e.getMessage() == null || e.getMessage().startsWith(e.getCause().getClass().getName()))) e = e.getCause();
            if (words.isEmpty()) words = e.getMessage() == null ? e.getClass().getName() : e.getMessage();
            if (state.isEmpty()) { state = "fails"; tellIn(20); }
        }
        /** Its words matter less than those of a failure before it. */
        public synchronized void ends(String said) {
            ended = true;
            if (words.isEmpty()) words = said;
            if (state.equals("opens")) { timed = false; tellIn(20); }
        }
        private void tellIn(long ms) {
            if (timed) return;
            timed = true;
            clock.schedule(this::tell, ms, TimeUnit.MILLISECONDS);
        }
        private synchronized void tell() {
            if (told) return;
            told = true;
            System.out.println("{\"n\":" + n + ",\"state\":" + quote(state) + ",\"protocol\":" + quote(protocol) + ",\"extensions\":" + quote(extensions)
                + ",\"ended\":" + ended + ",\"words\":" + quote(words) + "}");
            new Thread(() -> { try { end.run(); } catch (RuntimeException e) { /* it had ended */ } }).start();
        }
    }

    static String quote(String s) {
        StringBuilder b = new StringBuilder("\"");
        for (char c : s.toCharArray())
            if (c == '"' || c == '\\') b.append('\\').append(c);
            else if (c < ' ' || c > '~') b.append(String.format("\\u%04x", (int) c));
            else b.append(c);
        return b.append('"').toString();
    }

    static void run(Client client) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool(); // some block until it is open
        Pattern ask = Pattern.compile("\"n\":(\\d+),\"offer\":\\[(.*?)\\],\"url\":\"([^\"]*)\"");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line; (line = in.readLine()) != null;) {
            Matcher m = ask.matcher(line);
            if (!m.find()) continue;
            List<String> offer = new ArrayList<>();
            for (Matcher name = Pattern.compile("\"([^\"]*)\"").matcher(m.group(2)); name.find();) offer.add(name.group(1).replace("\\u0026", "&"));
            On on = new On(m.group(1));
            String url = m.group(3);
            threads.submit(() -> { try { client.open(url, offer, on); } catch (Throwable e) { on.fails(e); } });
        }
        System.exit(0);
    }
}
