// Prints what Thorium's parser (r2-shared-js) reads of each EPUB or folder of a DAISY book: node thorium.js book.epub …
const source = "r2-shared-js/dist/es8-es2017/src/";
const converters = require(source + "init-globals.js");
const { EpubParsePromise, getMediaOverlay } = require(source + "parser/epub.js");
const { DaisyParsePromise } = require(source + "parser/daisy.js");

converters.initGlobalConverters_SHARED();
converters.initGlobalConverters_GENERIC();

function clips(node, roles, found) {
  const inside = node.Role ? roles.concat(node.Role) : roles;
  if (node.Children && node.Children.length) node.Children.forEach((child) => clips(child, inside, found));
  else if (node.Audio) found.push({ text: node.Text, audio: node.Audio, roles: inside });
  return found;
}

async function read(path) {
  const daisy = require("fs").statSync(path).isDirectory();
  const book = await (daisy ? DaisyParsePromise : EpubParsePromise)(path);
  const pars = [];
  for (const link of book.Spine) {
    if (link.MediaOverlays) clips(await getMediaOverlay(book, link.Href), [], pars);
  }
  const links = (list) => (list || []).map((link) => [link.Title, link.Href]);
  return {
    spine: book.Spine.map((link) => link.Href), toc: links(book.TOC), pages: links(book.PageList),
    landmarks: links(book.Landmarks), pars, active: (book.Metadata.MediaOverlay || {}).ActiveClass,
  };
}

async function main() {
  const told = [];
  for (const path of process.argv.slice(2)) told.push(await read(path));
  console.log(JSON.stringify(told));
}

main().catch((error) => { console.error(error); process.exit(1); });
