package dev.valise.api.kernel;

import dev.valise.model.Name;
import dev.valise.model.Page;
import dev.valise.model.Profile;
import dev.valise.model.Refusal;
import dev.valise.profile.ProfileArchive;
import dev.valise.profile.ProfileReference;
import dev.valise.profile.ProfileVersions;
import dev.valise.profile.Profiles;
import dev.valise.snapshot.Snapshot;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;

/** {@code /profiles}. */
final class ProfileRoutes {
  private final Profiles profiles;
  private final ProfileVersions versions;

  ProfileRoutes(Profiles profiles, ProfileVersions versions) {
    this.profiles = profiles;
    this.versions = versions;
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
    Optional<Name> name = RequestBody.of(context).text("name").map(Name::new);
    Profile profile = profiles.create(Caller.of(context), name);
    KernelJson.answer(context, 201, ProfileJson.of(profile));
  }

  private void list(Context context) {
    Page.Window window = Pages.window(context);
    Page<Profile> page =
        profiles.list(
            Caller.of(context),
            Optional.ofNullable(context.queryParam("query")),
            Optional.ofNullable(context.queryParam("name")),
            window);
    Pages.answer(context, window, page, ProfileJson::of);
  }

  private void retrieve(Context context) {
    KernelJson.answer(context, 200, ProfileJson.of(find(context)));
  }

  private void update(Context context) {
    Name name =
        RequestBody.of(context)
            .text("name")
            .map(Name::new)
            .orElseThrow(() -> new Refusal.Invalid("name is missing"));
    Profile profile = profiles.rename(Caller.of(context), reference(context), name);
    KernelJson.answer(context, 200, ProfileJson.of(profile));
  }

  private void delete(Context context) {
    profiles.delete(Caller.of(context), reference(context));
    context.status(204);
  }

  /** 202 without a body says that the profile exists and nothing was saved yet. */
  private void download(Context context) throws IOException {
    String label = Optional.ofNullable(context.queryParam("format")).orElse("tar.zst");
    ProfileArchive.Format format =
        ProfileArchive.Format.of(label)
            .orElseThrow(() -> new Refusal.Invalid("format must be tar.zst or tar"));
    Profile profile = find(context);
    Optional<Snapshot> head = open(profile);
    if (head.isEmpty()) {
      context.status(202);
      return;
    }
    String file = profile.name().orElse(profile.id().value()) + "." + format;
    context.contentType("application/octet-stream");
    context.header("Content-Disposition", "attachment; filename=\"" + file + "\"");
    ProfileArchive.write(head.get(), format, context.outputStream());
  }

  private Optional<Snapshot> open(Profile profile) {
    try {
      return versions.openHead(profile);
    } catch (IOException e) {
      throw new Refusal.StateUnreadable("the profile cannot be read: " + e.getMessage());
    }
  }

  private Profile find(Context context) {
    return profiles.find(Caller.of(context), reference(context));
  }

  private static ProfileReference reference(Context context) {
    return ProfileReference.of(context.pathParam("profile"));
  }
}
