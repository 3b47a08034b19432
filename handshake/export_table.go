package handshake

const lackLibrary = lackBytes | lackOwn | lackOther

var exports = []Export{
	{ID: "request", Name: "request", Group: ExportMessage, File: "request.http"},
	{ID: "response", Name: "response", Group: ExportMessage, File: "response.http"},
	{ID: "case", Name: "case", Group: ExportMessage, File: "exchange.case"},

	{ID: "curl", Name: "curl", Group: ExportCommand, File: "handshake.sh", comment: "# ", lacks: lackBytes, quote: quoteShell, template: `
curl --http1.1 --include --no-buffer --max-time 5 --path-as-is \
?old   --http1.0 \
?method   --request {method} \
?target   --request-target {target} \
  --header {without} \
  --header {line} \
  {http}`},
	{ID: "nc", Name: "nc", Group: ExportCommand, File: "handshake.sh", comment: "# ", quote: quotePrintf, template: `
?clear printf {raw} | nc -q 2 {host} {port}
?secure printf {raw} | openssl s_client -quiet -connect {host}:{port}`},
	{ID: "websocat", Name: "websocat", Group: ExportCommand, File: "handshake.sh", comment: "# ", lacks: lackLibrary, quote: quoteShell, template: `
websocat --verbose \
?protocols   --protocol {protocols-list} \
?origin   --origin {origin} \
  --header {line} \
  {url}`},

	{ID: "go-client", Name: "Go (coder/websocket)", Group: ExportClient, File: "client.go", comment: "// ", lacks: lackLibrary, quote: quoteString, template: `
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"time"

	"github.com/coder/websocket"
)

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	conn, response, err := websocket.Dial(ctx, {url}, &websocket.DialOptions{
?protocols 		Subprotocols: []string{{protocols}},
?deflate 		CompressionMode: websocket.CompressionContextTakeover,
		HTTPHeader: http.Header{
?origin 			"Origin": {{origin}},
			{group}: {{values}},
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	defer conn.CloseNow()
	fmt.Println(response.Status, conn.Subprotocol())
	if err := conn.Write(ctx, websocket.MessageText, []byte("hello")); err != nil {
		log.Fatal(err)
	}
	_, message, err := conn.Read(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(message))
	conn.Close(websocket.StatusNormalClosure, "")
}`},
	{ID: "browser", Name: "JavaScript (browser)", Group: ExportClient, File: "client.js", comment: "// ", lacks: lackLibrary | lackFields, quote: quoteString, template: `
?protocols const socket = new WebSocket({url}, [{protocols}]);
?bare const socket = new WebSocket({url});
socket.onopen = () => {
  console.log("open", socket.protocol, socket.extensions);
  socket.send("hello");
};
socket.onmessage = ({ data }) => {
  console.log(data);
  socket.close(1000);
};
socket.onerror = () => console.log("error: the browser's console says why, a script is not told");
socket.onclose = ({ code, reason }) => console.log("close", code, reason);`},
	{ID: "node-client", Name: "JavaScript (Node, ws)", Group: ExportClient, File: "client.mjs", comment: "// ", lacks: lackLibrary, quote: quoteString, template: `
import WebSocket from "ws";

const socket = new WebSocket({url}, [{protocols}], {
?origin   origin: {origin},
?deflate   perMessageDeflate: true,
?plain   perMessageDeflate: false,
?fields   headers: {
    {group}: [{values}],
?fields   },
});
socket.on("open", () => {
  console.log("open", socket.protocol, socket.extensions);
  socket.send("hello");
});
socket.on("message", (data) => {
  console.log(String(data));
  socket.close(1000);
});
socket.on("error", ({ message }) => console.error(message));
socket.on("close", (code, reason) => console.log("close", code, String(reason)));`},
	{ID: "python-client", Name: "Python (websocket-client)", Group: ExportClient, File: "client.py", comment: "# ", lacks: lackLibrary, quote: quoteString, template: `
import websocket

ws = websocket.create_connection(
    {url},
?protocols     subprotocols=[{protocols}],
?origin     origin={origin},
?nowhere     suppress_origin=True,
?fields     header=[
        {line},
?fields     ],
    timeout=10,
)
print(ws.getstatus(), ws.getsubprotocol())
ws.send("hello")
print(ws.recv())
ws.close()`},

	{ID: "pytest", Name: "Python (pytest)", Group: ExportClient, File: "test_handshake.py", comment: "# ", quote: quoteString, template: `
import socket
?secure import ssl

REQUEST = (
    b{each}
)


def test_handshake():
    with socket.create_connection(({host}, {=port}), timeout=10) as s:
?secure         s = ssl.create_default_context().wrap_socket(s, server_hostname={host})
        s.sendall(REQUEST)
        head = b""
        while b"\r\n\r\n" not in head:
            more = s.recv(4096)
            assert more, head
            head += more
    assert head.startswith(b"HTTP/1.1 {=status} "), head
?accept     assert {accept} in head.decode("latin-1")`},

	{ID: "go-server", Name: "Go (coder/websocket)", Group: ExportServer, File: "server.go", comment: "// ", lacks: lackOther, quote: quoteString, template: `
package main

import (
	"log"
	"net/http"

	"github.com/coder/websocket"
)

func main() {
	http.HandleFunc({path}, func(w http.ResponseWriter, r *http.Request) {
		conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{
?known 			Subprotocols:   []string{{known}},
?pattern 			OriginPatterns: []string{{pattern}},
?deflate 			CompressionMode: websocket.CompressionContextTakeover,
		})
		if err != nil {
			log.Print(err)
			return
		}
		defer conn.CloseNow()
		for {
			kind, message, err := conn.Read(r.Context())
			if err != nil {
				return
			}
			if err := conn.Write(r.Context(), kind, message); err != nil {
				return
			}
		}
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:8080", nil))
}`},
	{ID: "node-server", Name: "JavaScript (Node, ws)", Group: ExportServer, File: "server.mjs", comment: "// ", lacks: lackOther, quote: quoteString, template: `
import { WebSocketServer } from "ws";

const server = new WebSocketServer({
  host: "127.0.0.1",
  port: 8080,
  path: {path},
?deflate   perMessageDeflate: true,
?known   handleProtocols: (offered) => [{known}].find((name) => offered.has(name)) ?? false,
?origin   verifyClient: ({ origin }) => origin === {origin},
});
server.on("connection", (socket) => {
  socket.on("error", ({ message }) => console.error(message));
  socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
});`},
	{ID: "python-server", Name: "Python (websockets)", Group: ExportServer, File: "server.py", comment: "# ", lacks: lackOther, quote: quoteString, template: `
import asyncio
import websockets


async def echo(ws):
    async for message in ws:
        await ws.send(message)


async def main():
    async with websockets.serve(
        echo,
        "127.0.0.1",
        8080,
?known         subprotocols=[{known}],
?origin         origins=[{origin}],
?plain         compression=None,
    ):
        await asyncio.Future()


asyncio.run(main())`},

	{ID: "nginx", Name: "nginx", Group: ExportProxy, File: "nginx.conf", comment: "# ", quote: quoteConfig, template: `
# Inside http { … }
map $http_upgrade $connection_upgrade {
    default upgrade;
    ''      '';
}

server {
    listen 80;
    server_name {=host};

    location = {path} {
        proxy_pass         http://127.0.0.1:8080;
        proxy_http_version 1.1;
        proxy_set_header   Upgrade    $http_upgrade;
        proxy_set_header   Connection $connection_upgrade;
        proxy_set_header   Host       $http_host;
        proxy_read_timeout 1h;
    }
}`},
	{ID: "apache", Name: "Apache httpd 2.4.47", Group: ExportProxy, File: "apache.conf", comment: "# ", quote: quoteConfig, template: `
# With mod_proxy and mod_proxy_http
<VirtualHost *:80>
    ServerName {=host}
    ProxyPreserveHost On
    ProxyPass {path} {backend} upgrade={=token} timeout=3600
</VirtualHost>`},
	{ID: "caddy", Name: "Caddy 2", Group: ExportProxy, File: "Caddyfile", comment: "# ", quote: quoteConfig, template: `
http://{=host} {
	reverse_proxy {path} 127.0.0.1:8080
}`},
}
