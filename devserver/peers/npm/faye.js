// faye-websocket, as its README shows it.
const WebSocket = require('faye-websocket');
const server = require('http').createServer();
server.on('upgrade', (request, socket, body) => {
  if (!WebSocket.isWebSocket(request)) return;
  const s = new WebSocket(request, socket, body, ['chat']);
  s.on('message', (event) => s.send(event.data));
  s.on('error', (event) => console.error(event.message));
});
server.listen(+process.argv[2], '127.0.0.1');
