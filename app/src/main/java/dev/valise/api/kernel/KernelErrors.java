package dev.valise.api.kernel;

import dev.valise.model.Refusal;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what went wrong into Kernel's statuses and error body. */
final class KernelErrors {
  private static final Logger LOG = LoggerFactory.getLogger(KernelErrors.class);

  /** The SDK repeats 408, 409, 429 and every 5xx twice unless told not to (src/client.ts). */
  private static final String RETRY = "x-should-retry";

  private KernelErrors() {}

  static void register(RoutesConfig routes) {
    routes.exception(Refusal.class, (refusal, context) -> answer(context, refusal));
    routes.exception(NotSupportedException.class, KernelErrors::notSupported);
    routes.exception(HttpResponseException.class, KernelErrors::http);
    routes.exception(Exception.class, KernelErrors::internal);
  }

  private static void answer(Context context, Refusal refusal) {
    String message = String.valueOf(refusal.getMessage());
    switch (refusal) {
      case Refusal.NotFound notFound -> answer(context, 404, "not_found", message);
      case Refusal.Invalid invalid -> answer(context, 400, "bad_request", message);
      case Refusal.Forbidden forbidden -> answer(context, 403, "forbidden", message);
      case Refusal.Conflict conflict -> {
        context.header(RETRY, Boolean.toString(conflict.waitingHelps()));
        List<KernelError.Detail> details =
            conflict.details().stream()
                .map(detail -> new KernelError.Detail(detail.getKey(), detail.getValue()))
                .toList();
        KernelJson.answer(
            context,
            409,
            new KernelError(
                "conflict", message, Optional.of(details).filter(all -> !all.isEmpty())));
      }
      case Refusal.StateUnreadable unreadable -> {
        context.header(RETRY, "false");
        answer(context, 500, "profile_unreadable", message);
      }
      case Refusal.StateNotSaved notSaved -> answer(context, 500, "not_saved", message);
      case Refusal.BrowserFailed failed -> {
        context.header(RETRY, "false");
        List<KernelError.Detail> details =
            failed.output().stream()
                .map(line -> new KernelError.Detail("browser_output", line))
                .toList();
        KernelJson.answer(
            context, 500, new KernelError("browser_failed", message, Optional.of(details)));
      }
    }
  }

  private static void notSupported(NotSupportedException e, Context context) {
    context.header(RETRY, "false");
    answer(context, 501, "not_implemented", String.valueOf(e.getMessage()));
  }

  /** What Javalin itself refuses: no such route, wrong method, too large a body. */
  private static void http(HttpResponseException e, Context context) {
    if (e.getStatus() == 404 && UnsupportedSurface.has(context.path())) {
      notSupported(new NotSupportedException(context.method() + " " + context.path()), context);
      return;
    }
    String code =
        switch (e.getStatus()) {
          case 401 -> "unauthorized";
          case 404 -> "not_found";
          case 405 -> "method_not_allowed";
          case 413 -> "payload_too_large";
          default -> e.getStatus() < 500 ? "bad_request" : "internal_error";
        };
    answer(context, e.getStatus(), code, String.valueOf(e.getMessage()));
  }

  private static void internal(Exception e, Context context) {
    LOG.error("{} {} failed", context.method(), context.path(), e);
    answer(context, 500, "internal_error", "the server failed; its log says more");
  }

  private static void answer(Context context, int status, String code, String message) {
    KernelJson.answer(context, status, KernelError.of(code, message));
  }
}
