// Apache ECharts, only the parts in use: it brings log axes, box zoom, custom marks and canvas drawing that stays fast at 10,000 cells.
import { CustomChart, HeatmapChart, LineChart, ParallelChart, ScatterChart } from "echarts/charts";
import { AriaComponent, DataZoomComponent, GridComponent, MarkLineComponent, ParallelComponent, TitleComponent, ToolboxComponent, VisualMapComponent } from "echarts/components";
import { init, use, type ECharts } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([LineChart, HeatmapChart, CustomChart, ParallelChart, ScatterChart, GridComponent, ParallelComponent, DataZoomComponent, ToolboxComponent, VisualMapComponent, MarkLineComponent, TitleComponent, AriaComponent, CanvasRenderer]);
export { init, type ECharts };
