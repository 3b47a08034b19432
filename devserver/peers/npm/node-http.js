// node's http: whatever asks for an upgrade is switched, so what is refused is
// refused by http itself.
const crypto = require('crypto');
const server = require('http').createServer((request, response) => response.end('no Upgrade\n'));
server.on('upgrade', (request, socket) => {
  const key = request.headers['sec-websocket-key'] ?? '';
  const accept = crypto.createHash('sha1').update(key + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64');
  socket.on('error', (e) => console.error(e.message));
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
});
server.listen(+process.argv[2], '127.0.0.1');
