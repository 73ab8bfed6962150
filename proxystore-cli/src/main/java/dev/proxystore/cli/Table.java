package dev.proxystore.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows under a head, in columns as wide as they must be; those of numbers are flush right. */
final class Table {
  private final List<String[]> rows = new ArrayList<>();
  private final boolean[] right;

  /** Columns; a name that ends in {@code >} is of numbers. */
  Table(String... columns) {
    right = new boolean[columns.length];
    String[] head = new String[columns.length];
    for (int i = 0; i < columns.length; i++) {
      right[i] = columns[i].endsWith(">");
      head[i] = right[i] ? columns[i].substring(0, columns[i].length() - 1) : columns[i];
    }
    rows.add(head);
  }

  void add(String... cells) {
    rows.add(cells);
  }

  List<String> lines() {
    int[] widths = new int[right.length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private String line(String[] row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.length; i++) {
      String space = " ".repeat(widths[i] - row[i].length());
      line.append(i == 0 ? "" : "  ").append(right[i] ? space + row[i] : row[i] + space);
    }
    return line.toString().stripTrailing();
  }
}
