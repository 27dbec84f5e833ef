// Serves a folder on localhost with the types a browser insists on. Usage: node serve.mjs <folder> <port>
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8', '.json': 'application/json', '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm', '.ttf': 'font/ttf', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.bin': 'application/octet-stream', '.xml': 'application/xml',
};
const root = resolve(process.argv[2] ?? '.'), port = Number(process.argv[3] ?? 8000);

const server = createServer((request, response) => {
  const refuse = (status) => {  // like the public host: its page for what is not there also forwards links whose # became %23
    const page = join(root, '404.html');
    if (status !== 404 || !existsSync(page)) return response.writeHead(status, { 'Content-Type': 'text/plain' }).end(`${status}\n`);
    response.writeHead(404, { 'Content-Type': TYPES['.html'] }).end(readFileSync(page));
  };
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
  let path, info;
  try {
    path = normalize(join(root, decodeURIComponent(new URL(request.url, 'http://localhost').pathname)));
    if (path !== root && !path.startsWith(root + sep)) return refuse(404);
    info = statSync(path);
    if (info.isDirectory()) info = statSync(path = join(path, 'index.html'));
  } catch {
    return refuse(404);
  }
  response.writeHead(200, {
    'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream',
    'Content-Length': info.size,
    'Cache-Control': 'no-cache',
    'Access-Control-Allow-Origin': '*',  // for frames sandboxed without allow-same-origin, and for embed.js
    'Cross-Origin-Resource-Policy': 'cross-origin',  // for pages that are isolated (COEP)
    'Cross-Origin-Embedder-Policy': 'credentialless',
  });
  if (request.method === 'HEAD') return response.end();
  createReadStream(path).on('error', () => response.destroy()).pipe(response);
});
server.on('error', (error) => {
  console.error(error.code === 'EADDRINUSE' ? `Port ${port} is taken: choose another with --port.` : error.message);
  process.exit(1);
});
server.listen(port, '127.0.0.1', () => console.log(`Attractor is at http://localhost:${server.address().port}  (Ctrl+C stops it)`));
