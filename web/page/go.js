// Of a lesson's page for messengers (web/build/share.mjs): people go on to the experiment that the address names behind
// its '#', or to the lesson.
location.replace(location.hash.length > 1 ? `./${location.hash}` : document.currentScript?.dataset.to ?? './');
