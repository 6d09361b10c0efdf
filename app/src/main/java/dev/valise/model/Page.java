package dev.valise.model;

import java.util.List;

/**
 * A part of a listing.
 *
 * @param more whether there are items behind this page
 */
public record Page<T>(List<T> items, boolean more) {
  public Page {
    items = List.copyOf(items);
  }

  /** Which part is asked for: {@code offset} of at least 0, {@code limit} of at least 1. */
  public record Window(int limit, int offset) {}

  /** Makes a page out of up to one item more than was asked for. */
  public static <T> Page<T> of(List<T> oneMore, Window window) {
    boolean more = oneMore.size() > window.limit();
    return new Page<>(more ? oneMore.subList(0, window.limit()) : oneMore, more);
  }
}
