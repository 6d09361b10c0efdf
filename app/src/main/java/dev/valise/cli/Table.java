package dev.valise.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Cells in aligned columns, two spaces between them.
 *
 * @param rows each with the same number of cells; titles, if any, are the first row
 */
public record Table(List<List<String>> rows) {

  public Table {
    rows = rows.stream().map(row -> row.stream().map(Table::printable).toList()).toList();
    if (rows.stream().mapToInt(List::size).distinct().count() > 1) {
      throw new IllegalArgumentException("rows of different length: " + rows);
    }
  }

  /** One line per row, without spaces at its end. */
  public List<String> lines() {
    int[] widths = new int[rows.isEmpty() ? 0 : rows.getFirst().size()];
    for (List<String> row : rows) {
      Arrays.setAll(widths, column -> Math.max(widths[column], row.get(column).length()));
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String cell = row.get(column);
      line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
    }
    return line.toString().stripTrailing();
  }

  /** Cells may come from a server that is not ours: escape sequences must not reach a terminal. */
  static String printable(String text) {
    return text.codePoints()
        .map(point -> Character.isISOControl(point) ? '?' : point)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }
}
