// ws: its own server, with compression on.
const { WebSocketServer } = require('ws');
const server = new WebSocketServer({
  host: '127.0.0.1', port: +process.argv[2], perMessageDeflate: true,
  handleProtocols: (offered) => offered.has('chat') && 'chat',
});
server.on('connection', (s) => {
  s.on('message', (data, binary) => s.send(data, { binary }));
  s.on('error', (e) => console.error(e.message));
});
