// Prints what Thorium's parser (r2-shared-js) reads of an EPUB, or of the folder of a DAISY book: node thorium.js book.epub
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

async function main() {
  const path = process.argv[2];
  const daisy = require("fs").statSync(path).isDirectory();
  const book = await (daisy ? DaisyParsePromise : EpubParsePromise)(path);
  const pars = [];
  for (const link of book.Spine) {
    if (link.MediaOverlays) clips(await getMediaOverlay(book, link.Href), [], pars);
  }
  const links = (list) => (list || []).map((link) => [link.Title, link.Href]);
  console.log(JSON.stringify({
    spine: book.Spine.map((link) => link.Href), toc: links(book.TOC), pages: links(book.PageList),
    landmarks: links(book.Landmarks), pars, active: (book.Metadata.MediaOverlay || {}).ActiveClass,
  }));
}

main().catch((error) => { console.error(error); process.exit(1); });
