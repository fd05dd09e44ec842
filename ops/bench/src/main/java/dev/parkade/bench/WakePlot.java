package dev.parkade.bench;

import java.util.List;
import java.util.Locale;

/// Draws the distribution of wake times, one curve per contender: the share of raced payments that
/// were settled within a time, which is on a logarithmic scale from 0.1 ms to 100 s.
final class WakePlot {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 480;
  private static final int LEFT = 60;
  private static final int RIGHT = 210;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;
  private static final double LOWEST = 0.1;
  private static final int DECADES = 6;
  private static final int POINTS = 200;
  private static final List<String> COLOURS =
      List.of(
          "#0a7d34", "#d62728", "#ff7f0e", "#8c564b", "#1f77b4", "#17becf", "#9467bd", "#7f7f7f");

  private WakePlot() {}

  static String svg(List<ContenderResult> contenders) {
    var drawing = new StringBuilder();
    line(
        drawing,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
            + " font-size=\"12\">",
        WIDTH,
        HEIGHT);
    line(drawing, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
    line(
        drawing,
        "<text x=\"%d\" y=\"22\" font-size=\"15\">From customer readable to payment settled: share"
            + " of raced payments</text>",
        LEFT);
    axes(drawing);
    for (int i = 0; i < contenders.size(); i++) {
      curve(drawing, contenders.get(i), COLOURS.get(i % COLOURS.size()), i);
    }
    line(drawing, "</svg>");
    return drawing.toString();
  }

  private static void axes(StringBuilder drawing) {
    List<String> labels = List.of("0.1 ms", "1 ms", "10 ms", "100 ms", "1 s", "10 s", "100 s");
    for (int decade = 0; decade <= DECADES; decade++) {
      double x = x(LOWEST * Math.pow(10, decade));
      line(
          drawing,
          "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#ddd\"/>",
          x,
          TOP,
          x,
          HEIGHT - BOTTOM);
      line(
          drawing,
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
          x,
          HEIGHT - BOTTOM + 20,
          labels.get(decade));
    }
    for (int percent = 0; percent <= 100; percent += 25) {
      double y = y(percent / 100.0);
      line(
          drawing,
          "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>",
          LEFT,
          y,
          WIDTH - RIGHT,
          y);
      line(
          drawing,
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%d %%</text>",
          LEFT - 8,
          y + 4,
          percent);
    }
  }

  private static void curve(
      StringBuilder drawing, ContenderResult contender, String colour, int index) {
    var sorted = contender.wakes().stream().mapToDouble(Double::doubleValue).sorted().toArray();
    var points = new StringBuilder();
    for (int i = 0; sorted.length > 0 && i <= POINTS; i++) {
      double share = (double) i / POINTS;
      int rank = Math.clamp((long) Math.ceil(share * sorted.length) - 1, 0, sorted.length - 1);
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(sorted[rank]), y(share)));
    }
    line(
        drawing,
        "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>",
        colour,
        points.toString().strip());
    int y = TOP + 20 + index * 36;
    line(
        drawing,
        "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>",
        WIDTH - RIGHT + 12,
        y,
        colour,
        contender.name());
    line(
        drawing,
        "<text x=\"%d\" y=\"%d\" fill=\"#555\">p50 %.1f, p99 %.1f ms</text>",
        WIDTH - RIGHT + 12,
        y + 15,
        contender.wake().p50(),
        contender.wake().p99());
  }

  private static double x(double millis) {
    double decades = Math.log10(Math.max(millis, LOWEST) / LOWEST);
    return LEFT + Math.min(decades, DECADES) / DECADES * (WIDTH - LEFT - RIGHT);
  }

  private static double y(double share) {
    return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);
  }

  private static void line(StringBuilder drawing, String text, Object... arguments) {
    drawing.append(String.format(Locale.ROOT, text, arguments)).append('\n');
  }
}
