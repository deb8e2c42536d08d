// Time one npm engine: node engine_peers.js NAME FOLDER COUNT → one JSON line of milliseconds; the first document is written.
const fs = require('fs'), path = require('path');
const [name, folder, count] = [process.argv[2], process.argv[3], +process.argv[4]];
const load = one => require(require.resolve(one, {paths: [folder]}));
const template = fs.readFileSync(path.join(folder, 'curly.docx'));
const contexts = JSON.parse(fs.readFileSync(path.join(folder, 'contexts.json'), 'utf8'));
const makers = {
  docxtemplater: () => {
    const Zip = load('pizzip'), Engine = load('docxtemplater');
    return one => {
      const engine = new Engine(new Zip(template), {paragraphLoop: true, linebreaks: true});
      engine.render(one);
      return engine.getZip().generate({type: 'nodebuffer', compression: 'DEFLATE'});
    };
  },
  'easy-template-x': () => {
    const handler = new (load('easy-template-x').TemplateHandler)();
    return one => handler.process(template, one);
  },
};
(async () => {
  const make = makers[name](), times = [];
  for (let n = 0; n < 15; n++) await make(contexts[n % contexts.length]);
  for (let n = 0; n < count; n++) {
    const start = performance.now();
    const made = await make(contexts[n % contexts.length]);
    times.push(performance.now() - start);
    if (!n) fs.writeFileSync(path.join(folder, name + '.docx'), made);
  }
  console.log(JSON.stringify(times));
})();
