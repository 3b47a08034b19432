// websocket, as its documentation shows the client.
const { client: Client } = require('websocket');
require('./client.js')((url, offer, on) => {
  let connection;
  const c = new Client();
  c.on('connectFailed', (e) => on.fails(e.message || String(e)));
  c.on('connect', (s) => {
    connection = s;
    on.opens(s.protocol);
    s.on('error', (e) => on.fails(e.message));
    s.on('close', (code, reason) => on.ends(`close ${code} ${reason}`.trim()));
  });
  c.connect(url, offer);
  return () => (connection ? connection.socket.destroy() : c.abort());
});
