package dev.valise.catalog;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.valise.model.Event;
import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.Webhook;
import dev.valise.model.WebhookDelivery;
import dev.valise.model.WebhookId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

final class JdbcWebhooks implements WebhookRecords {
  private static final TypeReference<List<String>> TYPES = new TypeReference<>() {};
  private static final String GIVEN_UP = "the webhook was disabled";

  private final Database database;

  JdbcWebhooks(Database database) {
    this.database = database;
  }

  /** A pending delivery of an event for each webhook that wants it. */
  static void enqueue(Handle handle, Event event) {
    List<Webhook> webhooks =
        handle
            .select(
                "SELECT * FROM webhook WHERE organisation = ? AND enabled",
                event.organisation().value())
            .map((row, context) -> webhook(row))
            .list();
    for (Webhook webhook : webhooks) {
      if (webhook.wants(event.type())) {
        handle.execute(
            "INSERT INTO webhook_delivery (webhook, event, state, attempts, next_at)"
                + " VALUES (?, ?, 'PENDING', 0, ?)",
            webhook.id().value(),
            event.id(),
            event.at().toEpochMilli());
      }
    }
  }

  @Override
  public boolean insert(Webhook webhook, byte[] sealedSecret, int most) {
    return database.write(handle -> {
      int there =
          handle
              .select(
                  "SELECT COUNT(*) FROM webhook WHERE organisation = ?",
                  webhook.organisation().value())
              .mapTo(Integer.class)
              .one();
      if (there >= most) {
        return false;
      }
      handle.execute(
          """
          INSERT INTO webhook (id, organisation, url, events, description, secret, created_at, enabled)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """,
          webhook.id().value(),
          webhook.organisation().value(),
          webhook.url(),
          Json.write(webhook.events()),
          webhook.description().orElse(null),
          sealedSecret,
          webhook.createdAt().toEpochMilli(),
          webhook.enabled());
      return true;
    });
  }

  @Override
  public Optional<Webhook> find(OrganisationId organisation, WebhookId id) {
    return database.read(handle ->
        handle
            .select(
                "SELECT * FROM webhook WHERE organisation = ? AND id = ?",
                organisation.value(),
                id.value())
            .map((row, context) -> webhook(row))
            .findOne());
  }

  @Override
  public Page<Webhook> list(OrganisationId organisation, Page.Window window) {
    return database.read(handle ->
        Page.of(
            handle
                .select(
                    "SELECT * FROM webhook WHERE organisation = ?"
                        + " ORDER BY created_at DESC, id LIMIT ? OFFSET ?",
                    organisation.value(),
                    window.limit() + 1,
                    window.offset())
                .map((row, context) -> webhook(row))
                .list(),
            window));
  }

  @Override
  public boolean update(Webhook webhook) {
    return database.write(handle -> {
      int updated =
          handle.execute(
              """
              UPDATE webhook SET url = ?, events = ?, description = ?,
                failing_since = CASE WHEN enabled THEN failing_since END,
                disabled_reason = NULL, enabled = ?
              WHERE organisation = ? AND id = ?
              """,
              webhook.url(),
              Json.write(webhook.events()),
              webhook.description().orElse(null),
              webhook.enabled(),
              webhook.organisation().value(),
              webhook.id().value());
      if (updated > 0 && !webhook.enabled()) {
        giveUp(handle, webhook.id());
      }
      return updated > 0;
    });
  }

  @Override
  public boolean delete(OrganisationId organisation, WebhookId id) {
    return database.write(handle ->
        handle.execute(
                "DELETE FROM webhook WHERE organisation = ? AND id = ?",
                organisation.value(),
                id.value())
            > 0);
  }

  @Override
  public Page<WebhookDelivery> deliveries(WebhookId webhook, Page.Window window) {
    return database.read(handle ->
        Page.of(
            handle
                .select(
                    """
                    SELECT * FROM webhook_delivery d JOIN event e ON e.id = d.event
                    WHERE d.webhook = ? ORDER BY d.event DESC LIMIT ? OFFSET ?
                    """,
                    webhook.value(),
                    window.limit() + 1,
                    window.offset())
                .map((row, context) -> delivery(row))
                .list(),
            window));
  }

  @Override
  public List<Webhook> due(Instant now) {
    return database.read(handle ->
        handle
            .select(
                """
                SELECT * FROM webhook WHERE enabled AND id IN (
                  SELECT webhook FROM webhook_delivery WHERE state = 'PENDING' AND next_at <= ?)
                """,
                now.toEpochMilli())
            .map((row, context) -> webhook(row))
            .list());
  }

  @Override
  public Optional<Due> nextDue(WebhookId webhook, Instant now) {
    return database.read(handle ->
        handle
            .select(
                """
                SELECT e.*, d.*, w.secret FROM webhook_delivery d
                JOIN event e ON e.id = d.event JOIN webhook w ON w.id = d.webhook
                WHERE d.webhook = ? AND d.state = 'PENDING' AND d.next_at <= ? AND w.enabled
                ORDER BY d.next_at, d.event LIMIT 1
                """,
                webhook.value(),
                now.toEpochMilli())
            .map((row, context) -> new Due(delivery(row), new SealedSecret(row.getBytes("secret"))))
            .findOne());
  }

  @Override
  public Optional<Instant> nextAttempt(Instant now) {
    return database.read(handle ->
        handle
            .select(
                "SELECT next_at FROM webhook_delivery WHERE state = 'PENDING' AND next_at > ?"
                    + " ORDER BY next_at LIMIT 1",
                now.toEpochMilli())
            .map((row, context) -> Instant.ofEpochMilli(row.getLong("next_at")))
            .findOne());
  }

  @Override
  public Optional<Instant> attempted(WebhookDelivery delivery) {
    Instant at = delivery.lastAt().orElseThrow();
    return database.write(handle -> {
      int updated =
          handle.execute(
              """
              UPDATE webhook_delivery
              SET state = ?, attempts = ?, next_at = ?, last_at = ?, status = ?, failure = ?
              WHERE webhook = ? AND event = ? AND state = 'PENDING'
              """,
              delivery.state().name(),
              delivery.attempts(),
              delivery.nextAt().map(Instant::toEpochMilli).orElse(null),
              at.toEpochMilli(),
              delivery.status().orElse(null),
              delivery.failure().orElse(null),
              delivery.webhook().value(),
              delivery.event().id());
      if (updated == 0) {
        return Optional.empty();
      }
      if (delivery.state() == WebhookDelivery.State.DELIVERED) {
        handle.execute(
            "UPDATE webhook SET failing_since = NULL WHERE id = ?", delivery.webhook().value());
      } else {
        handle.execute(
            "UPDATE webhook SET failing_since = ? WHERE id = ? AND failing_since IS NULL",
            at.toEpochMilli(),
            delivery.webhook().value());
      }
      return failingSince(handle, delivery.webhook());
    });
  }

  private static Optional<Instant> failingSince(Handle handle, WebhookId id) {
    return handle
        .select("SELECT * FROM webhook WHERE id = ?", id.value())
        .map((row, context) -> webhook(row))
        .findOne()
        .flatMap(Webhook::failingSince);
  }

  @Override
  public boolean disable(WebhookId id, String reason) {
    return database.write(handle -> {
      int updated =
          handle.execute(
              "UPDATE webhook SET enabled = FALSE, disabled_reason = ? WHERE id = ? AND enabled",
              reason,
              id.value());
      giveUp(handle, id);
      return updated > 0;
    });
  }

  private static void giveUp(Handle handle, WebhookId id) {
    handle.execute(
        "UPDATE webhook_delivery SET state = 'FAILED', next_at = NULL,"
            + " failure = COALESCE(failure, ?) WHERE webhook = ? AND state = 'PENDING'",
        GIVEN_UP,
        id.value());
  }

  private static Webhook webhook(ResultSet row) throws SQLException {
    return new Webhook(
        new WebhookId(row.getString("id")),
        new OrganisationId(row.getString("organisation")),
        row.getString("url"),
        Json.read(row.getString("events"), TYPES),
        Optional.ofNullable(row.getString("description")),
        Instant.ofEpochMilli(row.getLong("created_at")),
        row.getBoolean("enabled"),
        Database.instant(row, "failing_since"),
        Optional.ofNullable(row.getString("disabled_reason")));
  }

  private static WebhookDelivery delivery(ResultSet row) throws SQLException {
    int status = row.getInt("status");
    return new WebhookDelivery(
        new WebhookId(row.getString("webhook")),
        JdbcEvents.event(row),
        WebhookDelivery.State.valueOf(row.getString("state")),
        row.getInt("attempts"),
        Database.instant(row, "next_at"),
        Database.instant(row, "last_at"),
        status == 0 ? Optional.empty() : Optional.of(status),
        Optional.ofNullable(row.getString("failure")));
  }
}
