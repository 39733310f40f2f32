"use strict";
// The workbench: YASGUI (served by the engine itself) set to this endpoint, offline.
addEventListener("DOMContentLoaded", async () => {
  const place = document.getElementById("yasgui");
  const root = place.dataset.root;
  const endpoint = new URL(place.dataset.endpoint, location.href).href;
  const prefixes = await fetch(root + "/static/prefixes.json").then((r) => r.json()).catch(() => ({}));
  const start = "SELECT ?event ?label ?date WHERE {\n  ?event a dg:Meeting ; rdfs:label ?label .\n  OPTIONAL { ?event dg:date ?date }\n}\nORDER BY DESC(?date)\nLIMIT 25\n";
  const head = (text) => {
    const used = Object.entries(prefixes).filter(([p]) => new RegExp("(^|[^\\w:])" + p + ":").test(text));
    const missing = used.filter(([p]) => !new RegExp("PREFIX\\s+" + p + ":", "i").test(text));
    return missing.map(([p, iri]) => "PREFIX " + p + ": <" + iri + ">\n").join("") + text;
  };
  Yasgui.Yasqe.defaults.value = head(start);
  // The editor would fetch prefixes from another host; ours are given instead.
  Yasgui.Yasqe.defaults.prefixCcApi = root + "/static/prefixes.json";
  const gui = new Yasgui(place, {
    requestConfig: { endpoint, method: "POST" },
    copyEndpointOnNewTab: true,
    autofocus: true,
    persistenceId: "diplograph-" + root,
    endpointCatalogueOptions: { getData: () => [{ endpoint }], keys: [] },
    yasr: { prefixes },
  });
  const put = (text, run) => {
    const tab = gui.getTab() || gui.addTab(true);
    tab.setEndpoint(endpoint);
    tab.setQuery(text);
    if (run) tab.query();
  };
  if (place.dataset.query) put(place.dataset.query, true);
  else if (gui.getTab()) gui.getTab().setEndpoint(endpoint);
  const select = document.getElementById("example");
  const shown = await fetch(select.dataset.examples).then((r) => r.json());
  const groups = new Map();
  for (const one of shown) {
    if (!groups.has(one.tag)) {
      const group = document.createElement("optgroup");
      group.label = one.tag;
      groups.set(one.tag, group);
      select.append(group);
    }
    const option = document.createElement("option");
    option.value = one.name;
    option.textContent = one.summary;
    groups.get(one.tag).append(option);
  }
  select.addEventListener("change", () => {
    const one = shown.find((q) => q.name === select.value);
    if (one) put(one.query, true);
  });
  // What we know has a page here; the IRIs themselves may lead nowhere.
  place.addEventListener("click", (click) => {
    const link = click.target.closest("a.iri");
    const base = prefixes.dg.replace("ontology#", "");
    if (!link || !link.href.startsWith(base)) return;
    click.preventDefault();
    location.href = root + "/id/" + link.href.slice(base.length);
  });
  document.body.dataset.ready = "yes";
});
