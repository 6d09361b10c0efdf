package dev.valise.api.kernel;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.valise.model.Name;
import dev.valise.model.Refusal;
import dev.valise.model.Retention;
import dev.valise.profile.ProfileReference;
import dev.valise.session.BrowserSessions;
import dev.valise.session.CheckpointReport;
import dev.valise.session.CheckpointTarget;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;

/**
 * {@code POST /browsers/{id_or_name}/profiles} (docs/api-reference/browsers of kernel.sh): saves a
 * running browser into a profile. Kernel restarts the browser for it; here it runs on.
 */
final class CheckpointRoutes {
  private final BrowserSessions sessions;
  private final Retention defaultRetention;

  CheckpointRoutes(BrowserSessions sessions, Retention defaultRetention) {
    this.sessions = sessions;
    this.defaultRetention = defaultRetention;
  }

  void register(RoutesConfig routes) {
    routes.post("/browsers/{browser}/profiles", this::save);
  }

  /** The profile, and what the checkpoint did beside it. */
  record Answer(@JsonUnwrapped ProfileJson profile, CheckpointJson checkpoint) {}

  private void save(Context context) {
    CheckpointReport report =
        sessions.checkpoint(
            Caller.of(context), context.pathParam("browser"), target(RequestBody.of(context)));
    KernelJson.answer(
        context,
        report.created() ? 201 : 200,
        new Answer(ProfileJson.of(report.profile(), defaultRetention), CheckpointJson.of(report)));
  }

  private static CheckpointTarget target(RequestBody body) {
    Optional<String> id = body.text("id").filter(text -> !text.isEmpty());
    Optional<String> name = body.text("name").filter(text -> !text.isEmpty());
    if (id.isPresent() == name.isPresent()) {
      throw new Refusal.Invalid("there must be either an id or a name of a profile");
    }
    return id.isPresent()
        ? new CheckpointTarget.Existing(ProfileReference.of(id.get()))
        : new CheckpointTarget.Named(new Name(name.orElseThrow()));
  }
}
