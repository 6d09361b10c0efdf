package dev.valise.webhook;

import dev.valise.catalog.WebhookRecords;
import dev.valise.crypto.Keyring;
import dev.valise.event.EventType;
import dev.valise.model.IdSource;
import dev.valise.model.OpaqueId;
import dev.valise.model.OrganisationId;
import dev.valise.model.Page;
import dev.valise.model.Refusal;
import dev.valise.model.Webhook;
import dev.valise.model.WebhookDelivery;
import dev.valise.model.WebhookId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The webhooks of organisations. Thread-safe.
 *
 * <p>All methods throw {@link Refusal} for what the caller can mend.
 */
public final class Webhooks {
  private static final int MOST = 20;
  private static final int LONGEST_DESCRIPTION = 500;

  private final WebhookRecords records;
  private final WebhookNetwork network;
  private final SecretSeal seal;
  private final IdSource ids;
  private final RandomGenerator random;
  private final InstantSource clock;

  /**
   * @param random for secrets: cryptographically strong and thread-safe
   */
  public Webhooks(
      WebhookRecords records,
      WebhookNetwork network,
      Keyring keyring,
      IdSource ids,
      RandomGenerator random,
      InstantSource clock) {
    this.records = records;
    this.network = network;
    this.seal = new SecretSeal(keyring);
    this.ids = ids;
    this.random = random;
    this.clock = clock;
  }

  /** A new webhook, and the only time that its secret is told. */
  public record Created(Webhook webhook, WebhookSecret secret) {}

  /**
   * What is to change; what is empty stays.
   *
   * @param description an empty text takes it away
   */
  public record Change(
      Optional<String> url,
      Optional<List<String>> events,
      Optional<String> description,
      Optional<Boolean> enabled) {}

  /**
   * @param events types, all when empty
   */
  public Created create(
      OrganisationId organisation, String url, List<String> events, Optional<String> description) {
    var webhook =
        new Webhook(
            ids.webhook(),
            organisation,
            checkedUrl(url),
            checkedTypes(events),
            description.map(Webhooks::checkedDescription).filter(text -> !text.isEmpty()),
            clock.instant(),
            true,
            Optional.empty(),
            Optional.empty());
    var secret = WebhookSecret.generate(random);
    if (!records.insert(webhook, seal.seal(organisation, webhook.id(), secret), MOST)) {
      throw new Refusal.TooMany("an organisation has at most " + MOST + " webhooks");
    }
    return new Created(webhook, secret);
  }

  public Webhook find(OrganisationId organisation, String id) {
    return Optional.of(id)
        .filter(OpaqueId::hasShape)
        .flatMap(shaped -> records.find(organisation, new WebhookId(shaped)))
        .orElseThrow(() -> missing(id));
  }

  /** Webhooks, newest first. */
  public Page<Webhook> list(OrganisationId organisation, Page.Window window) {
    return records.list(organisation, window);
  }

  /** Changes a webhook; what waits for it goes to where it is then. */
  public Webhook update(OrganisationId organisation, String id, Change change) {
    Webhook now = find(organisation, id);
    var changed =
        new Webhook(
            now.id(),
            organisation,
            change.url().map(this::checkedUrl).orElse(now.url()),
            change.events().map(Webhooks::checkedTypes).orElse(now.events()),
            change
                .description()
                .map(Webhooks::checkedDescription)
                .or(now::description)
                .filter(text -> !text.isEmpty()),
            now.createdAt(),
            change.enabled().orElse(now.enabled()),
            now.failingSince(),
            now.disabledReason());
    if (!records.update(changed)) {
      throw missing(id);
    }
    return find(organisation, id);
  }

  /** Deletes a webhook; it is told nothing any more, but for what is on its way. */
  public void delete(OrganisationId organisation, String id) {
    if (!records.delete(organisation, find(organisation, id).id())) {
      throw missing(id);
    }
  }

  /** What became of its events, newest first, as long as they are kept. */
  public Page<WebhookDelivery> deliveries(
      OrganisationId organisation, String id, Page.Window window) {
    return records.deliveries(find(organisation, id).id(), window);
  }

  private String checkedUrl(String url) {
    network.check(WebhookUrl.parse(url).target());
    return url;
  }

  private static List<String> checkedTypes(List<String> types) {
    for (String type : types) {
      if (EventType.of(type).isEmpty()) {
        throw new Refusal.Invalid(
            "events: there is no such type; there are " + String.join(", ", EventType.words()));
      }
    }
    return types.stream().distinct().toList();
  }

  private static String checkedDescription(String text) {
    if (text.length() > LONGEST_DESCRIPTION) {
      throw new Refusal.Invalid(
          "description must have at most " + LONGEST_DESCRIPTION + " characters");
    }
    return text;
  }

  private static Refusal missing(String id) {
    return new Refusal.NotFound("no webhook '" + id + "'");
  }
}
