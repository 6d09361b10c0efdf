package dev.valise.api.kernel;

import dev.valise.model.Page;
import dev.valise.model.Refusal;
import dev.valise.webhook.Webhooks;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;

/** {@code /webhooks}. */
final class WebhookRoutes {
  private static final String WEBHOOK = "/webhooks/{webhook}";

  private final Webhooks webhooks;

  WebhookRoutes(Webhooks webhooks) {
    this.webhooks = webhooks;
  }

  void register(RoutesConfig routes) {
    routes.post("/webhooks", this::create);
    routes.get("/webhooks", this::list);
    routes.get(WEBHOOK, this::retrieve);
    routes.patch(WEBHOOK, this::update);
    routes.delete(WEBHOOK, this::delete);
    routes.get(WEBHOOK + "/deliveries", this::deliveries);
  }

  private void create(Context context) {
    RequestBody body = RequestBody.of(context);
    Webhooks.Created created =
        webhooks.create(
            Caller.of(context),
            body.text("url").orElseThrow(() -> new Refusal.Invalid("url is missing")),
            body.textList("events").orElse(List.of()),
            body.text("description"));
    KernelJson.answer(context, 201, WebhookJson.of(created));
  }

  private void list(Context context) {
    Page.Window window = Pages.window(context);
    Pages.answer(context, window, webhooks.list(Caller.of(context), window), WebhookJson::of);
  }

  private void retrieve(Context context) {
    KernelJson.answer(context, 200, WebhookJson.of(webhooks.find(Caller.of(context), id(context))));
  }

  private void update(Context context) {
    RequestBody body = RequestBody.of(context);
    var change =
        new Webhooks.Change(
            body.text("url"),
            body.textList("events"),
            body.text("description"),
            body.flag("enabled"));
    KernelJson.answer(
        context, 200, WebhookJson.of(webhooks.update(Caller.of(context), id(context), change)));
  }

  private void delete(Context context) {
    webhooks.delete(Caller.of(context), id(context));
    context.status(204);
  }

  private void deliveries(Context context) {
    Page.Window window = Pages.window(context);
    Pages.answer(
        context,
        window,
        webhooks.deliveries(Caller.of(context), id(context), window),
        WebhookJson.Delivery::of);
  }

  private static String id(Context context) {
    return context.pathParam("webhook");
  }
}
