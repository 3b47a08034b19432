// Tomcat 10, embedded, with one endpoint for paths of up to three parts, and of seven.
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.Constants;
import org.apache.tomcat.websocket.server.WsSci;

public class TomcatEcho {
    public static class Echo {
        @OnMessage public String text(String message) { return message; }
        @OnMessage public ByteBuffer binary(ByteBuffer message) { return message; }
        @OnError public void error(Throwable cause) { System.err.println(cause.getMessage()); }
    }

    public static void main(String[] args) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(args[1]);
        tomcat.setHostname("localhost");
        tomcat.setPort(Integer.parseInt(args[0]));
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context c = tomcat.addContext("", args[1]);
        c.addServletContainerInitializer(new WsSci(), null);
        Tomcat.addServlet(c, "default", new org.apache.catalina.servlets.DefaultServlet());
        c.addServletMappingDecoded("/", "default");
        c.addServletContainerInitializer((classes, context) -> {
            ServerContainer ws = (ServerContainer) context.getAttribute(Constants.SERVER_CONTAINER_SERVLET_CONTEXT_ATTRIBUTE);
            try {
                for (String path : new String[] {"/", "/{a}", "/{a}/{b}", "/{a}/{b}/{c}", "/{a}/{b}/{c}/{d}/{e}/{f}/{g}"})
                    ws.addEndpoint(ServerEndpointConfig.Builder.create(Echo.class, path).subprotocols(List.of("chat")).build());
            } catch (Exception e) { throw new RuntimeException(e); }
        }, null);
        tomcat.start();
        tomcat.getServer().await();
    }
}
