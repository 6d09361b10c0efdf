package dev.valise.api.kernel;

import dev.valise.model.Page;
import dev.valise.model.Refusal;
import io.javalin.http.Context;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Kernel's pages: {@code limit} and {@code offset} in, a bare array and four headers out. */
final class Pages {
  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LIMIT = 100;

  private Pages() {}

  static Page.Window window(Context context) {
    return new Page.Window(
        limit(context), (int) number(context, "offset", 0, 0, Integer.MAX_VALUE));
  }

  static int limit(Context context) {
    return (int) number(context, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
  }

  static <T> void answer(
      Context context, Page.Window window, Page<T> page, Function<T, Object> toJson) {
    // The absolute start of the next page, 0 on the last: src/core/pagination.ts of the SDK.
    int next = page.more() ? window.offset() + page.items().size() : 0;
    context.header("X-Limit", Integer.toString(window.limit()));
    context.header("X-Offset", Integer.toString(window.offset()));
    context.header("X-Has-More", Boolean.toString(page.more()));
    context.header("X-Next-Offset", Integer.toString(next));
    KernelJson.answer(context, 200, page.items().stream().map(toJson).toList());
  }

  /** An integer of the query. */
  static long number(Context context, String name, long otherwise, long from, long to) {
    @Nullable String text = context.queryParam(name);
    return text == null ? otherwise : parse(text, name, from, to);
  }

  /** Whether the query says {@code true}. */
  static boolean flag(Context context, String name) {
    return "true".equals(context.queryParam(name));
  }

  /** An integer in a range, both ends included. */
  static long parse(String text, String name, long from, long to) {
    try {
      long number = Long.parseLong(text);
      if (number >= from && number <= to) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw new Refusal.Invalid(name + " must be an integer from " + from + " to " + to);
  }
}
