// Some messengers turn the # of a link into %23, and the experiment becomes a path that no server has: back to where it belongs.
const asked = location.pathname + location.search + location.hash;
const found = /%(25)*23/.exec(asked);
if (found) location.replace(`${asked.slice(0, found.index)}#${asked.slice(found.index + found[0].length)}`);
