/* Where the program does not start, since the file is cut off or was changed, or the browser is old:
 * the page says so and lists its events. In the JavaScript of 2009, before all else. */
document.documentElement.setAttribute('data-scripts', '');
document.addEventListener('DOMContentLoaded', function () {
  var root = document.getElementById('app') || document.body;
  var events, i;
  function add(tag, text) {
    var node = document.createElement(tag);
    node.textContent = text;
    root.appendChild(node);
    return node;
  }
  if (document.documentElement.hasAttribute('data-program')) return;
  root.className = 'cm-failed';
  add('h1', document.title);
  add('p', document.querySelector('meta[name=conflictmap-fault]').content).setAttribute('role', 'alert');
  try {
    events = JSON.parse(document.getElementById('conflictmap-spec').textContent).events;
    for (i = 0; i < events.id.length && i < 1000; i += 1)
      add('p', [events.when[i], events.title[i] || events.id[i], events.place[i]].join(' · '));
  } catch (error) {
    return; // cut off before their end, or packed
  }
});
