// node's http: it hands over every 101 that its parser takes, and checks nothing
// of WebSocket.
const crypto = require('crypto');
const http = require('http');
require('./client.js')((url, offer, on) => {
  const headers = {
    Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': crypto.randomBytes(16).toString('base64'),
  };
  if (offer.length) headers['Sec-WebSocket-Protocol'] = offer.join(', ');
  const request = http.get(url.replace('ws', 'http'), { headers, agent: false });
  request.on('upgrade', (response, socket) => {
    socket.on('error', (e) => on.fails(e.message));
    socket.on('close', () => on.ends(''));
    socket.resume();
    on.opens();
  });
  request.on('response', (response) => { on.fails(''); response.resume(); response.on('error', () => {}); });
  request.on('error', (e) => on.fails(e.message));
  return () => request.destroy();
});
