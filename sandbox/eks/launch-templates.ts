import type { Call } from "./call";
import { invalidParameter } from "./errors";
import type { Fields } from "./fields";
import type { LaunchTemplateVersion } from "./neighbours";

/** The launch template that a request names, as EC2 knows it; undefined where it names none. */
export async function launchTemplateIn(
  call: Call,
  request: Fields | undefined,
): Promise<LaunchTemplateVersion | undefined> {
  if (request === undefined) return undefined;
  const id = request.string("id");
  const name = request.string("name");
  if ((id === undefined) === (name === undefined)) {
    throw invalidParameter("Either provide launch template ID or launch template name in the request.");
  }
  const version = request.string("version") ?? "$Default";
  const template = await call.options.neighbours.launchTemplateVersion(
    call.region.name,
    id === undefined ? { name: name ?? "" } : { id },
    version,
  );
  if (template === undefined) {
    throw invalidParameter(`Launch template ${id ?? name} with version ${version} does not exist`);
  }
  return template;
}
