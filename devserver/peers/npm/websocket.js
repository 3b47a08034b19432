// websocket (WebSocket-Node), as its README shows it.
const { server: WebSocketServer } = require('websocket');
const httpServer = require('http').createServer((request, response) => { response.writeHead(404); response.end(); });
httpServer.listen(+process.argv[2], '127.0.0.1');
const server = new WebSocketServer({ httpServer, autoAcceptConnections: false });
server.on('request', (request) => {
  const c = request.accept(request.requestedProtocols.includes('chat') ? 'chat' : undefined, request.origin);
  c.on('message', (m) => m.type === 'utf8' ? c.sendUTF(m.utf8Data) : c.sendBytes(m.binaryData));
});
