// faye-websocket, as its documentation shows the client.
const { Client } = require('faye-websocket');
require('./client.js')((url, offer, on) => {
  const s = new Client(url, offer);
  s.on('open', () => on.opens(s.protocol));
  s.on('error', (e) => on.fails(e.message));
  s.on('close', (e) => on.ends(`close ${e.code} ${e.reason}`.trim()));
  return () => s._stream && s._stream.destroy();
});
