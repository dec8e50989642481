// Draws each figure[data-chart] from the table inside it. Without ECharts the drawing of the server stays.
"use strict";
(() => {
  const value = cell => cell.dataset.value ? Number(cell.dataset.value) : null;
  const percent = number => `${Math.round(number * 1000) / 10}%`;
  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function read(table) {
    const heads = [...table.tHead.rows[0].cells].map(cell => cell.textContent.trim());
    const rows = [...table.tBodies[0].rows];
    return {
      names: rows.map(row => row.cells[0].textContent.trim()),
      series: heads.slice(1).map((name, i) => ({
        name,
        data: rows.map(row => value(row.cells[i + 1])),
        words: rows.map(row => row.cells[i + 1].textContent.trim()),
      })),
    };
  }

  function options(figure) {
    const { kind, asPercent } = { kind: figure.dataset.chart, asPercent: isPercent(figure) };
    const table = read(figure.querySelector("table"));
    const size = Math.max(12, parseFloat(css("--size")) - 2);
    const ink = { color: css("--ink-3"), fontSize: size, fontFamily: css("--font") };
    const colours = ["--accent", "--info", "--good", "--warn", "--ink-3"].map(css);
    const long = table.names.length > 12;
    return {
      color: colours,
      animation: false,
      aria: { enabled: false },
      grid: { left: 8, right: 24, top: figure.dataset.target ? 12 : 36, bottom: long ? 56 : 12, containLabel: true },
      legend: {
        show: !figure.dataset.target, top: 0, left: 0, icon: "roundRect", itemWidth: 12, itemHeight: 4, textStyle: ink,
      },
      tooltip: {
        shadowBlur: 0, shadowColor: "transparent", trigger: kind === "scatter" ? "item" : "axis", renderMode: "richText", confine: true,
        backgroundColor: css("--paper"), borderColor: css("--line-2"),
        textStyle: { ...ink, color: css("--ink") }, formatter: at => tip(at, table),
      },
      dataZoom: long ? [
        { type: "slider", height: 20, bottom: 12, borderColor: css("--line"), textStyle: ink },
        { type: "inside", zoomOnMouseWheel: "ctrl" },
      ] : [],
      xAxis: {
        type: "category", data: table.names, axisLabel: { ...ink, hideOverlap: true },
        axisTick: { show: false }, axisLine: { lineStyle: { color: css("--line-2") } },
      },
      yAxis: {
        type: "value", scale: kind !== "bar", splitLine: { lineStyle: { color: css("--line") } },
        axisLabel: { ...ink, formatter: asPercent ? percent : undefined },
      },
      series: table.series.map((one, i) => ({
        name: one.name, type: kind, data: one.data, symbolSize: kind === "scatter" ? 10 : 6, barMaxWidth: 28,
        lineStyle: { width: 2 }, connectNulls: false, markLine: i === 0 ? target(figure) : undefined,
      })),
    };
  }

  function isPercent(figure) {
    return figure.dataset.percent !== undefined || figure.dataset.target !== undefined;
  }

  function tip(at, table) {
    const marks = Array.isArray(at) ? at : [at];
    const lines = marks.map(mark => `${mark.seriesName} ${table.series[mark.seriesIndex].words[mark.dataIndex]}`);
    return [marks[0].name, ...lines].join("\n");
  }

  function target(figure) {
    if (!figure.dataset.target) return undefined;
    return {
      silent: true, symbol: "none", lineStyle: { color: css("--ink-2"), type: "dashed" },
      label: { show: false },
      data: [{ yAxis: Number(figure.dataset.target) }],
    };
  }

  // On paper the table stands where the drawing was.
  function printWith(fold) {
    let was = false;
    window.addEventListener("beforeprint", () => { was = fold.open; fold.open = true; });
    window.addEventListener("afterprint", () => { fold.open = was; });
  }

  for (const figure of document.querySelectorAll("figure[data-chart]")) {
    const place = document.createElement("div");
    place.className = "chart no-print";
    figure.prepend(place);
    for (const still of figure.querySelectorAll("[data-still]")) still.classList.add("screen-off");
    const fold = figure.querySelector("details.fold");
    if (fold) fold.open = false;
    if (fold && !figure.querySelector("[data-still]")) printWith(fold);
    const chart = echarts.init(place, null, { renderer: "svg" });
    const draw = () => chart.setOption(options(figure), true);
    draw();
    new ResizeObserver(() => chart.resize()).observe(place);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  }
})();
