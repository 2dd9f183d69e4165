// Draws the maps of a page with Leaflet: schools as marks with a shape or number, areas as outlines. What each shows
// stands in its data-map; the table beside it stays. No tiles are fetched.
"use strict";
(() => {
  if (!window.L) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  // Text nodes only: names are what somebody typed.
  const popup = (lines, links) => {
    const made = document.createElement("div");
    for (const [index, line] of lines.entries()) if (line) made.append(element(index ? "p" : "strong", line));
    const ways = element("p", "");
    for (const [words, link] of links) if (link) ways.append(element("a", words, { href: link }), " ");
    made.append(ways);
    return made;
  };

  // A click fills the two fields; what is typed there is shown.
  const choose = (map, pick) => {
    const east = document.getElementById(pick.east), north = document.getElementById(pick.north);
    if (!east || !north) return;
    const icon = L.divIcon({ html: element("span", "＋", { class: "pin pick" }), className: "spot", iconSize: [22, 22] });
    const spot = L.marker([0, 0], { icon, keyboard: false, interactive: false });
    const put = () => {
      const [x, y] = [east, north].map((field) => field.value.trim() === "" ? NaN : Number(field.value));
      if (Number.isFinite(x) && Number.isFinite(y)) spot.setLatLng([(y - pick.origin[1]) / pick.scale, (x - pick.origin[0]) / pick.scale]).addTo(map);
      else spot.remove();
    };
    const digits = pick.scale === 1 ? 6 : 0;
    map.on("click", ({ latlng }) => {
      east.value = (latlng.lng * pick.scale + pick.origin[0]).toFixed(digits);
      north.value = (latlng.lat * pick.scale + pick.origin[1]).toFixed(digits);
      put();
    });
    for (const field of [east, north]) field.addEventListener("input", put);
    put();
  };

  const show = (figure) => {
    const place = figure.querySelector(".ground");
    const { schools, areas, grounds = [], pick, words } = JSON.parse(figure.dataset.map);
    place.hidden = false;
    const isWall = document.body.classList.contains("screen");
    const map = L.map(place, {
      attributionControl: false, zoomControl: false, scrollWheelZoom: false, keyboard: !isWall,
      // One finger scrolls the page, two move the map.
      dragging: !isWall && !matchMedia("(pointer: coarse)").matches,
      zoomAnimation: !still.matches, fadeAnimation: !still.matches, markerZoomAnimation: !still.matches, zoomSnap: 0.25,
    });
    if (!isWall) L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
    for (const ground of grounds) {
      const look = { className: `ground-point tone-${ground.tone}${ground.moved ? " moved" : ""}`, weight: ground.moved ? 2.5 : 1, fillOpacity: 0.75 };
      const shape = ground.outline ? L.polygon(ground.outline, look) : L.circleMarker([ground.latitude, ground.longitude], { ...look, radius: 8 });
      shape.addTo(map);
      if (pick) shape.bindTooltip(element("span", ground.name));
      else shape.bindPopup(popup([ground.name, ground.value, ground.words], [[words.point, ground.link]]), { closeButton: false });
    }
    for (const area of areas) {
      const outline = L.polygon(area.outline, { className: "outline", weight: 1.5, fillOpacity: 0.35 }).addTo(map)
        .bindPopup(popup([area.name, area.value], isWall ? [] : [[words.into, area.link]]), { closeButton: false });
      const bounds = outline.getBounds();
      // Above the outline, where no school stands.
      L.tooltip({ permanent: true, direction: "top", className: "area", offset: [0, 4] })
        .setLatLng([bounds.getNorth(), bounds.getCenter().lng]).setContent(element("span", area.name)).addTo(map);
    }
    for (const school of schools) {
      const icon = L.divIcon({
        html: element("span", school.sign, { class: `pin ${school.mark}` }), className: "spot", iconSize: [22, 22],
      });
      // Those who use the keyboard have the table: hundreds of stops on the way would be in their way.
      L.marker([school.latitude, school.longitude], { icon, keyboard: false, title: `${school.name} ${school.value}`, interactive: !isWall && !pick }).addTo(map)
        .bindPopup(popup([school.name, school.area, school.value, `${school.sign} ${school.words}`],
          [[words.figure, school.figure], [words.profile, school.profile]]), { closeButton: false });
    }
    if (pick) choose(map, pick);
    const bounds = L.latLngBounds([...schools.map((school) => [school.latitude, school.longitude]), ...areas.flatMap((area) => area.outline),
      ...grounds.flatMap((ground) => ground.outline ? ground.outline.flat(2) : [[ground.latitude, ground.longitude]])]);
    // Where there are hundreds of schools their marks are small until one looks closer.
    let fitted = 0;
    const crowd = () => place.classList.toggle("crowded", schools.length > 150 && map.getZoom() < fitted + 1);
    map.on("zoomend", crowd);
    const fit = () => {
      if (!place.clientWidth) return;
      map.invalidateSize({ animate: false });
      map.fitBounds(bounds, { paddingTopLeft: [12, 28], paddingBottomRight: [12, 12], animate: false, maxZoom: 15 });
      // Names that would lie over each other are shown once there is room.
      fitted = map.getZoom();
      crowd();
      place.classList.toggle("close", place.clientWidth / Math.sqrt(Math.max(1, areas.length)) < 150);
    };
    fit();
    let width = place.clientWidth;
    new ResizeObserver(() => {
      if (place.clientWidth === width) return;
      width = place.clientWidth;
      fit();
    }).observe(place);
    figure.classList.add("drawn");
  };

  for (const figure of document.querySelectorAll("[data-map]")) {
    try {
      show(figure);
    } catch (error) {
      figure.querySelector(".ground").hidden = true;
      console.error(error);
    }
  }
})();
