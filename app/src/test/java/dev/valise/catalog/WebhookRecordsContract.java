package dev.valise.catalog;

import static dev.valise.catalog.CatalogFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.valise.catalog.WebhookRecords.Due;
import dev.valise.model.Event;
import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.Webhook;
import dev.valise.model.WebhookDelivery;
import dev.valise.model.WebhookDelivery.State;
import dev.valise.testing.Race;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class WebhookRecordsContract {
  private static final byte[] SECRET = {1, 2, 3};
  private static final Page.Window ALL = new Page.Window(100, 0);

  private CatalogFixture fixture;
  private WebhookRecords webhooks;
  private OrganisationId acme;

  abstract Catalog catalog();

  @BeforeEach
  void organisation() {
    fixture = new CatalogFixture(catalog());
    webhooks = catalog().webhooks();
    acme = fixture.organisation("acme");
  }

  private Webhook webhook(Instant at, String... types) {
    return new Webhook(
        fixture.ids.webhook(),
        acme,
        "https://hooks.example/ä?b=c",
        List.of(types),
        Optional.of("täst"),
        at,
        true,
        Optional.empty(),
        Optional.empty());
  }

  private Webhook inserted(String... types) {
    Webhook webhook = webhook(NOW, types);
    assertThat(webhooks.insert(webhook, SECRET, 100)).isTrue();
    return webhook;
  }

  private Event event(String type) {
    return catalog().events().append(acme, NOW, type, Optional.empty(), Map.of("a", "b"));
  }

  private List<WebhookDelivery> deliveries(Webhook webhook) {
    return webhooks.deliveries(webhook.id(), ALL).items();
  }

  @Test
  void aWebhookIsKeptAsItIsAndForItsOrganisation() {
    Webhook webhook = inserted("one", "two");
    OrganisationId other = fixture.organisation("other");
    assertThat(webhooks.find(acme, webhook.id())).contains(webhook);
    assertThat(webhooks.find(other, webhook.id())).isEmpty();
    Webhook newer = webhook(NOW.plusSeconds(1));
    assertThat(webhooks.insert(newer, SECRET, 100)).isTrue();
    assertThat(webhooks.list(acme, ALL)).isEqualTo(new Page<>(List.of(newer, webhook), false));
    assertThat(webhooks.list(other, ALL).items()).isEmpty();
    assertThat(webhooks.delete(other, webhook.id())).isFalse();
    assertThat(webhooks.delete(acme, webhook.id())).isTrue();
    assertThat(webhooks.delete(acme, webhook.id())).isFalse();
    assertThat(webhooks.update(webhook)).isFalse();
    assertThat(webhooks.list(acme, ALL).items()).containsExactly(newer);
  }

  @Test
  void noMoreThanTheGivenNumberIsAddedHoweverManyTryAtOnce() throws Exception {
    List<Boolean> added = Race.of(8, _ -> webhooks.insert(webhook(NOW), SECRET, 3));
    assertThat(added.stream().filter(one -> one)).hasSize(3);
  }

  @Test
  void anEventIsForTheWebhooksThatWantItAndAreThere() {
    Webhook all = inserted();
    Webhook some = inserted("one");
    Event one = event("one");
    Event two = event("two");
    assertThat(deliveries(all)).extracting(WebhookDelivery::event).containsExactly(two, one);
    assertThat(deliveries(some)).extracting(WebhookDelivery::event).containsExactly(one);
    assertThat(deliveries(inserted())).isEmpty();
    assertThat(webhooks.due(NOW.minusMillis(1))).doesNotContain(all);
    assertThat(webhooks.due(NOW)).contains(all, some);
    Due due = webhooks.nextDue(all.id(), NOW).orElseThrow();
    assertThat(due.secret().bytes()).containsExactly(SECRET);
    assertThat(due.delivery())
        .isEqualTo(
            new WebhookDelivery(
                all.id(),
                one,
                State.PENDING,
                0,
                Optional.of(NOW),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void whatBecameOfAnAttemptIsKept() {
    Webhook webhook = inserted();
    event("one");
    WebhookDelivery pending = webhooks.nextDue(webhook.id(), NOW).orElseThrow().delivery();
    Instant next = NOW.plusSeconds(5);
    WebhookDelivery failed =
        pending.failed(NOW, Optional.of(500), "it answered 500", Optional.of(next));
    assertThat(webhooks.attempted(failed)).contains(NOW);
    assertThat(deliveries(webhook)).containsExactly(failed);
    assertThat(webhooks.nextDue(webhook.id(), NOW)).isEmpty();
    assertThat(webhooks.nextAttempt(NOW))
        .hasValueSatisfying(at -> assertThat(at).isBeforeOrEqualTo(next));
    WebhookDelivery again = failed.failed(next, Optional.empty(), "refused", Optional.of(next));
    assertThat(webhooks.attempted(again)).as("since the first").contains(NOW);
    WebhookDelivery taken = again.delivered(next, 204);
    assertThat(webhooks.attempted(taken)).isEmpty();
    assertThat(deliveries(webhook)).containsExactly(taken);
    assertThat(webhooks.find(acme, webhook.id()).orElseThrow().failingSince()).isEmpty();
    assertThat(webhooks.due(NOW.plusSeconds(100))).doesNotContain(webhook);
  }

  @Test
  void aDisabledWebhookGetsNothingAndWhatWasPendingIsGivenUp() {
    Webhook webhook = inserted();
    event("one");
    WebhookDelivery pending = webhooks.nextDue(webhook.id(), NOW).orElseThrow().delivery();
    assertThat(webhooks.disable(webhook.id(), "it is gone")).isTrue();
    assertThat(webhooks.disable(webhook.id(), "again")).isFalse();
    event("two");
    assertThat(deliveries(webhook))
        .extracting(WebhookDelivery::state, WebhookDelivery::failure)
        .containsExactly(tuple(State.FAILED, Optional.of("the webhook was disabled")));
    assertThat(webhooks.due(NOW)).extracting(Webhook::id).doesNotContain(webhook.id());
    assertThat(webhooks.attempted(pending.delivered(NOW, 200))).isEmpty();
    assertThat(deliveries(webhook).getFirst().state()).isEqualTo(State.FAILED);
    Webhook disabled = webhooks.find(acme, webhook.id()).orElseThrow();
    assertThat(disabled.enabled()).isFalse();
    assertThat(disabled.disabledReason()).contains("it is gone");
    assertThat(webhooks.update(webhook)).isTrue();
    assertThat(webhooks.find(acme, webhook.id())).contains(webhook);
    event("three");
    assertThat(deliveries(webhook)).hasSize(2);
  }

  @Test
  void pruningLeavesWhatIsStillToBeTold() {
    Webhook webhook = inserted();
    Event told = event("one");
    Event untold = event("two");
    WebhookDelivery delivery = webhooks.nextDue(webhook.id(), NOW).orElseThrow().delivery();
    webhooks.attempted(delivery.delivered(NOW, 200));
    assertThat(delivery.event()).isEqualTo(told);
    catalog().events().prune(NOW.plusSeconds(1), 0);
    assertThat(catalog().events().after(acme, 0, 10)).containsExactly(untold);
    assertThat(deliveries(webhook)).extracting(WebhookDelivery::event).containsExactly(untold);
  }
}
