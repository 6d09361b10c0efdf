package dev.valise.api.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valise.model.BrowserSettings;
import dev.valise.model.BrowserSettings.Viewport;
import dev.valise.model.IsolationReport;
import dev.valise.model.Name;
import dev.valise.model.Refusal;
import dev.valise.profile.ProfileReference;
import dev.valise.session.CreateRequest;
import dev.valise.session.CreateRequest.ProfileUse;
import dev.valise.session.OnConflict;
import dev.valise.session.UpdateRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the bodies of {@code POST /browsers} and {@code PATCH /browsers/{id}}. */
final class BrowserRequests {
  private static final int MIN_TIMEOUT_SECONDS = 10;
  private static final int MAX_TIMEOUT_SECONDS = 259_200;
  private static final int DEFAULT_TIMEOUT_SECONDS = 60;
  private static final int MIN_CHECKPOINT_SECONDS = 5;
  private static final int MAX_CHECKPOINT_SECONDS = 86_400;
  private static final int MAX_VIEWPORT = 16_384;
  private static final int MAX_TAGS = 50;
  private static final Pattern TAG_NAME = Pattern.compile("[A-Za-z0-9 _.:/=+@-]{1,128}");
  private static final Pattern TAG_VALUE = Pattern.compile("[A-Za-z0-9 _.:/=+@-]{0,256}");

  private BrowserRequests() {}

  static CreateRequest create(RequestBody body) {
    refuseUnsupported(body, "proxy_id", "proxy", "extensions", "chrome_policy");
    return new CreateRequest(
        body.text("name").map(Name::new),
        tags(body).orElse(Map.of()),
        profile(body),
        new BrowserSettings(
            body.flag("headless").orElse(false),
            body.flag("kiosk_mode").orElse(false),
            viewport(body),
            startUrl(body),
            body.integer("checkpoint_seconds", MIN_CHECKPOINT_SECONDS, MAX_CHECKPOINT_SECONDS)),
        NetworkRequests.ofBrowser(body),
        Duration.ofSeconds(
            body.integer("timeout_seconds", MIN_TIMEOUT_SECONDS, MAX_TIMEOUT_SECONDS)
                .orElse(DEFAULT_TIMEOUT_SECONDS)));
  }

  static UpdateRequest update(RequestBody body) {
    refuseUnsupported(body, "proxy_id", "proxy", "viewport", "network", "checkpoint_seconds");
    return new UpdateRequest(
        body.text("name")
            .map(name -> Optional.of(name).filter(text -> !text.isEmpty()).map(Name::new))
            .map(UpdateRequest.NameChange::new),
        tags(body),
        profile(body));
  }

  /** What was asked for and is answered otherwise, in words. */
  static List<String> warnings(
      RequestBody body, BrowserSettings got, Optional<IsolationReport> isolation) {
    List<String> warnings = new ArrayList<>();
    if (body.flag("stealth").orElse(false)) {
      warnings.add("stealth is not supported and is off");
    }
    if (body.flag("gpu").orElse(false)) {
      warnings.add("gpu is not supported and is off");
    }
    if (got.headless() && body.flag("headless").filter(asked -> !asked).isPresent()) {
      warnings.add(
          isolation.filter(IsolationReport::hasRooms).isPresent()
              ? "the browser is headless: a room has no display, --isolation off would give it a window"
              : "this server has no display: the browser is headless");
    }
    return warnings;
  }

  /** An object with an id or a name; a bare text, as some clients send it, may be either. */
  private static Optional<ProfileUse> profile(RequestBody body) {
    Optional<JsonNode> field = body.field("profile");
    OnConflict onConflict = onConflict(body);
    if (field.isEmpty()) {
      return Optional.empty();
    }
    if (field.get().isTextual()) {
      return Optional.of(new ProfileUse(ProfileReference.of(field.get().textValue()), false));
    }
    RequestBody profile = body.object("profile").orElseThrow();
    Optional<String> id = profile.text("id").filter(text -> !text.isEmpty());
    Optional<String> name = profile.text("name").filter(text -> !text.isEmpty());
    if (id.isPresent() == name.isPresent()) {
      throw new Refusal.Invalid("profile must have either an id or a name");
    }
    ProfileReference reference =
        id.isPresent()
            ? ProfileReference.of(id.get())
            : new ProfileReference.ByName(name.orElseThrow());
    return Optional.of(
        new ProfileUse(
            reference,
            VersionRoutes.version(profile),
            profile.flag("save_changes").orElse(false),
            onConflict));
  }

  /** What is to happen if another browser writes into the profile. */
  private static OnConflict onConflict(RequestBody body) {
    return switch (body.text("on_conflict").orElse("fail")) {
      case "fail" -> OnConflict.FAIL;
      case "wait" -> OnConflict.WAIT;
      case "take_over" -> OnConflict.TAKE_OVER;
      default -> throw body.wrong("on_conflict", "fail, wait or take_over");
    };
  }

  private static Optional<Viewport> viewport(RequestBody body) {
    return body.object("viewport")
        .map(viewport ->
            new Viewport(
                viewport
                    .integer("width", 1, MAX_VIEWPORT)
                    .orElseThrow(() -> new Refusal.Invalid("viewport.width is missing")),
                viewport
                    .integer("height", 1, MAX_VIEWPORT)
                    .orElseThrow(() -> new Refusal.Invalid("viewport.height is missing"))));
  }

  /** Only what a person could type into the address bar; it becomes an argument of the browser. */
  private static Optional<String> startUrl(RequestBody body) {
    return body.text("start_url")
        .map(url -> {
          if (!url.matches("(?i)(https?://|about:|data:).*") || url.length() > 2048) {
            throw body.wrong("start_url", "an http, https, data or about URL of 2048 characters");
          }
          return url;
        });
  }

  private static Optional<Map<String, String>> tags(RequestBody body) {
    return body.texts("tags")
        .map(tags -> {
          if (tags.size() > MAX_TAGS) {
            throw body.wrong("tags", "at most " + MAX_TAGS + " pairs");
          }
          tags.forEach((name, value) -> {
            if (!TAG_NAME.matcher(name).matches() || !TAG_VALUE.matcher(value).matches()) {
              throw body.wrong(
                  "tags",
                  "names of 1 to 128 and values of 0 to 256 letters, digits, spaces"
                      + " and _.:/=+@-");
            }
          });
          return tags;
        });
  }

  /** A setting that would be ignored is refused; an empty one asks for nothing. */
  private static void refuseUnsupported(RequestBody body, String... names) {
    for (String name : names) {
      boolean asked =
          body.field(name)
              .filter(
                  value -> value.isContainerNode() ? !value.isEmpty() : !value.asText().isEmpty())
              .isPresent();
      if (asked) {
        throw new NotSupportedException("the field " + name);
      }
    }
  }
}
