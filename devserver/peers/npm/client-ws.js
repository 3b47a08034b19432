// ws, as its documentation shows the client.
const WebSocket = require('ws');
require('./client.js')((url, offer, on) => {
  const s = new WebSocket(url, offer);
  s.on('open', () => on.opens(s.protocol, s.extensions));
  s.on('error', (e) => on.fails(e.message));
  s.on('close', (code, reason) => on.ends(`close ${code} ${reason}`.trim()));
  return () => s.terminate();
});
