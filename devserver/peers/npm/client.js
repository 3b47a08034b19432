// What the clients have in common: a line of JSON in for each WebSocket to open,
// one out when it is known what became of it. open(url, offer, on) opens one and
// calls on.opens(protocol, extensions), on.fails(words) and on.ends(words), and
// gives a function that ends it.
const linger = +process.env.LINGER;
module.exports = (open) => require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { n, url, offer } = JSON.parse(line);
  const seen = { n, state: '', protocol: '', extensions: '', ended: false, words: '' };
  let timer, end, told = false;
  const tell = () => {
    if (told) return;
    told = true;
    clearTimeout(timer);
    console.log(JSON.stringify(seen));
    if (end) end();
  };
  const fails = (words) => { seen.words = seen.words || words; seen.state = seen.state || 'fails'; timer ||= setTimeout(tell, 20); };
  const on = {
    opens: (protocol, extensions) => {
      Object.assign(seen, { state: 'opens', protocol: protocol || '', extensions: extensions || '' });
      timer = setTimeout(tell, linger);
    },
    fails: (words) => { if (seen.state === 'opens') seen.words = seen.words || words; else fails(words); },
    ends: (words) => {
      if (seen.state !== 'opens') return fails(words);
      seen.ended = true;
      seen.words = seen.words || words;
      clearTimeout(timer);
      timer = setTimeout(tell, 20);
    },
  };
  try { end = open(url, offer, on); } catch (e) { fails(String(e.message || e)); }
});
