// Draws the charts of a page with Apache ECharts. What each shows stands in its data-chart; the table below it stays.
"use strict";
(() => {
  if (!window.echarts) return;
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const tones = {
    done: colour("--main"), good: "#3f9b63", warn: "#d98b1f", bad: "#c0332c", off: "#a9b3be",
    first: "#2f6db3", second: "#c26a1a", third: "#4d8f5b", fourth: "#7d5ba6",
  };
  // Patterns, so that grey print and colour-blind readers tell the series apart.
  const patterns = {
    good: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: 0.8, color: "rgba(255,255,255,.45)" },
    warn: { symbol: "circle", symbolSize: 0.6, color: "rgba(255,255,255,.6)" },
    bad: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [3, 3], rotation: -0.8, color: "rgba(255,255,255,.4)" },
  };
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  // Read from the far end of a hall.
  const size = document.body.classList.contains("screen") ? parseFloat(getComputedStyle(document.body).fontSize) * 0.9 : 12;
  const number = (value) => value === null || value === undefined ? "–" : String(Math.round(value * 100) / 100);

  const option = (chart, isNarrow) => {
    const isBars = chart.kind !== "lines";
    const isTick = (series) => chart.kind === "bullets" && series.isLine;
    const names = {
      type: "category", data: chart.categories, inverse: chart.isHorizontal,
      axisTick: { show: false }, axisLabel: { fontSize: size, color: colour("--ink"), overflow: "truncate", width: isNarrow ? 90 : size * 13, hideOverlap: !chart.isHorizontal },
    };
    const values = {
      type: "value", minInterval: isBars && !chart.unit ? 1 : undefined, scale: !isBars,
      // Values that are all the same get a narrow band around them.
      min: isBars ? undefined : ({ min, max }) => (min === max ? min - 1 : null),
      max: isBars ? undefined : ({ min, max }) => (min === max ? max + 1 : null),
      axisLabel: { fontSize: size, color: colour("--soft"), formatter: (value) => number(value) + chart.unit },
      splitLine: { lineStyle: { color: colour("--line") } },
    };
    return {
      animation: !still.matches, aria: { enabled: false },
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      // In one line, which scrolls where it is too long, so that it never covers what is drawn.
      legend: { show: chart.series.length > 1, type: isNarrow ? "scroll" : "plain", top: 0, textStyle: { fontSize: size, color: colour("--ink") } },
      // Without mark-up, which the content policy would not let have a style.
      tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: isBars ? "shadow" : "line" }, valueFormatter: (value) => number(Array.isArray(value) ? value[0] : value) + chart.unit },
      grid: { left: 8, right: 24, top: chart.series.length > 1 ? 36 : 12, bottom: 8, containLabel: true },
      xAxis: chart.isHorizontal ? values : names,
      yAxis: chart.isHorizontal ? names : values,
      series: chart.series.map((series) => ({
        name: series.name, type: isTick(series) ? "scatter" : isBars && !series.isLine ? "bar" : "line",
        data: isTick(series) ? series.values.map((value, index) => [value, index]).filter(([value]) => value !== null) : series.values,
        symbol: isTick(series) ? "rect" : undefined, z: isTick(series) ? 5 : 2, encode: isTick(series) ? { x: 0, y: 1, tooltip: [0] } : undefined,
        stack: chart.isStacked && !series.isLine ? "all" : undefined, barMaxWidth: chart.kind === "bullets" ? size : size * 1.8, connectNulls: false,
        symbolSize: isTick(series) ? [series.isDashed ? 6 : 5, series.isDashed ? 18 : 24] : 7, color: isTick(series) && !series.isDashed ? colour("--ink") : tones[series.tone],
        itemStyle: isTick(series) ? { borderColor: colour("--paper"), borderWidth: 1 } : { decal: isBars ? patterns[series.tone] || { symbol: "none" } : undefined },
        lineStyle: series.isDashed ? { type: "dashed", width: 2 } : { width: 2 },
        cursor: series.links.length ? "pointer" : "default",
      })),
    };
  };

  const show = (figure) => {
    const place = figure.querySelector(".drawing");
    const chart = JSON.parse(figure.dataset.chart);
    place.hidden = false;
    if (chart.isHorizontal) place.style.height = `${Math.max(160, 60 + chart.categories.length * size * 2.2)}px`;
    const drawn = echarts.init(place, null, { renderer: "canvas", devicePixelRatio: Math.max(2, devicePixelRatio) });
    const draw = () => drawn.setOption(option(chart, place.clientWidth < 500), true);
    draw();
    drawn.on("click", ({ seriesIndex, dataIndex }) => {
      const link = chart.series[seriesIndex]?.links[dataIndex];
      if (link) location.assign(link);
    });
    new ResizeObserver(() => { drawn.resize(); draw(); }).observe(figure);
    figure.classList.add("drawn");
    const table = figure.querySelector("details");
    if (table) table.open = false;
  };

  for (const figure of document.querySelectorAll("[data-chart]")) {
    try {
      show(figure);
    } catch (error) {
      // The other charts are drawn all the same, and this one has its table.
      figure.querySelector(".drawing").hidden = true;
      console.error(error);
    }
  }
})();
