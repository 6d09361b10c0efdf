package dev.valise.api.kernel;

import dev.valise.model.Name;
import dev.valise.model.Page;
import dev.valise.model.Profile;
import dev.valise.model.Refusal;
import dev.valise.model.RequiredCookie;
import dev.valise.model.Retention;
import dev.valise.profile.ProfileArchive;
import dev.valise.profile.ProfileReference;
import dev.valise.profile.Profiles;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code /profiles}. */
final class ProfileRoutes {
  private final Profiles profiles;
  private final ProfileDownload download;
  private final Retention defaultRetention;

  ProfileRoutes(Profiles profiles, ProfileDownload download, Retention defaultRetention) {
    this.profiles = profiles;
    this.download = download;
    this.defaultRetention = defaultRetention;
  }

  void register(RoutesConfig routes) {
    routes.post("/profiles", this::create);
    routes.get("/profiles", this::list);
    routes.get("/profiles/{profile}", this::retrieve);
    routes.patch("/profiles/{profile}", this::update);
    routes.delete("/profiles/{profile}", this::delete);
    routes.get("/profiles/{profile}/download", this::download);
  }

  private void create(Context context) {
    RequestBody body = RequestBody.of(context);
    Optional<Name> name = body.text("name").map(Name::new);
    Optional<Retention> retention = RetentionJson.read(body);
    Optional<List<RequiredCookie>> required = RequireJson.read(body);
    Profile profile = profiles.create(Caller.of(context), name);
    if (retention.isPresent()) {
      profile = profiles.setRetention(Caller.of(context), byId(profile), retention);
    }
    if (required.isPresent()) {
      profile = profiles.setRequired(Caller.of(context), byId(profile), required.get());
    }
    KernelJson.answer(context, 201, json(profile));
  }

  private void list(Context context) {
    Page.Window window = Pages.window(context);
    Page<Profile> page =
        profiles.list(
            Caller.of(context),
            Optional.ofNullable(context.queryParam("query")),
            Optional.ofNullable(context.queryParam("name")),
            window);
    Pages.answer(context, window, page, this::json);
  }

  private void retrieve(Context context) {
    KernelJson.answer(context, 200, json(find(context)));
  }

  private void update(Context context) {
    RequestBody body = RequestBody.of(context);
    Optional<Name> name = body.text("name").map(Name::new);
    Optional<Retention> retention = RetentionJson.read(body);
    boolean changesRetention = retention.isPresent() || body.isNull("retention");
    Optional<List<RequiredCookie>> required = RequireJson.read(body);
    if (name.isEmpty() && !changesRetention && required.isEmpty()) {
      throw new Refusal.Invalid("there must be a name, a retention or what to require");
    }
    Profile profile = find(context);
    if (name.isPresent()) {
      profile = profiles.rename(Caller.of(context), byId(profile), name.get());
    }
    if (changesRetention) {
      profile = profiles.setRetention(Caller.of(context), byId(profile), retention);
    }
    if (required.isPresent()) {
      profile = profiles.setRequired(Caller.of(context), byId(profile), required.get());
    }
    KernelJson.answer(context, 200, json(profile));
  }

  private void delete(Context context) {
    if (Pages.flag(context, "force")) {
      profiles.delete(Caller.of(context), reference(context));
    } else {
      profiles.deleteIdle(Caller.of(context), reference(context));
    }
    context.status(204);
  }

  /** 202 without a body says that the profile exists and nothing was saved yet. */
  private void download(Context context) throws IOException {
    ProfileArchive.Format format = ProfileDownload.format(context);
    Profile profile = find(context);
    if (profile.head().isEmpty()) {
      context.status(202);
      return;
    }
    download.answer(context, profile, profile.head().get(), format, ProfileDownload.file(profile));
  }

  private ProfileJson json(Profile profile) {
    return ProfileJson.of(profile, defaultRetention);
  }

  private Profile find(Context context) {
    return profiles.find(Caller.of(context), reference(context));
  }

  private static ProfileReference byId(Profile profile) {
    return new ProfileReference.ById(profile.id());
  }

  private static ProfileReference reference(Context context) {
    return ProfileReference.of(context.pathParam("profile"));
  }
}
