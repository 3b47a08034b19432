// undici, whose WebSocket is also that of node itself from version 22 on.
const { WebSocket } = require('undici');
require('./client.js')((url, offer, on) => {
  const s = new WebSocket(url, offer);
  s.addEventListener('open', () => on.opens(s.protocol, s.extensions));
  s.addEventListener('error', (e) => on.fails(e.message || (e.error && e.error.message) || 'error'));
  s.addEventListener('close', (e) => on.ends(`close ${e.code} ${e.reason}`.trim()));
  return () => s.close(4321);
});
