"""Runs moto on 127.0.0.1 and makes given resources exist under exactly the ids they have.

Prints {"port": N} once it listens. Each further line on standard input is a JSON
object of given resources (see given.ts); {} or {"error": "..."} is printed when they
exist. Ends at the end of standard input, so it never outlives whoever started it.
"""

import ipaddress
import json
import sys
from contextlib import contextmanager

from moto.acm import models as acm
from moto.backends import get_backend
from moto.ec2.models import launch_templates, security_groups, subnets, vpcs
from moto.elbv2 import models as elbv2
from moto.elbv2.responses import ELBV2Response
from moto.kms import models as kms
from moto.moto_server.threaded_moto_server import ThreadedMotoServer

ACCOUNT = "123456789012"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ],
}


# EC2 tells the description of a rule whatever the rule opens the way to; moto that of a CIDR alone.
security_groups.SecurityGroupRule.description = property(
    lambda rule: (rule.ip_range or {}).get("Description") or (rule.source_group or {}).get("Description")
)


def backend(service, region):
    return get_backend(service)[ACCOUNT][region]


@contextmanager
def returning(module, generator, value):
    """Within the block, `module` gets `value` from its id generator, the first time it asks."""
    original = getattr(module, generator)
    values = [value]
    setattr(module, generator, lambda *args, **kwargs: values.pop() if values else original(*args, **kwargs))
    try:
        yield
    finally:
        setattr(module, generator, original)


def give_vpc(vpc):
    ec2 = backend("ec2", vpc["region"])
    if vpc["id"] not in ec2.vpcs:
        cidr = vpc.get("cidr") or free_block(ec2)
        with returning(vpcs, "random_vpc_id", vpc["id"]):
            ec2.create_vpc(cidr)
    known_subnets = {subnet.id for subnet in ec2.describe_subnets()}
    zones = [zone.name for zone in ec2.describe_availability_zones()]
    for index, subnet in enumerate(vpc.get("subnets", [])):
        if subnet["id"] in known_subnets:
            continue
        cidr = subnet.get("cidr") or free_part(ec2, vpc["id"])
        with returning(subnets, "random_subnet_id", subnet["id"]):
            zone = subnet.get("availabilityZone") or zones[index % len(zones)]
            ec2.create_subnet(vpc["id"], cidr, availability_zone=zone)
    for group in vpc.get("securityGroups", []):
        if ec2.get_security_group_from_id(group["id"]) is not None:
            continue
        name = group.get("name", group["id"])
        with returning(security_groups, "random_security_group_id", group["id"]):
            ec2.create_security_group(name, f"given to the sandbox: {name}", vpc_id=vpc["id"])


def free_block(ec2):
    taken = [ipaddress.ip_network(vpc.cidr_block) for vpc in ec2.vpcs.values()]
    return first_free(ipaddress.ip_network("10.0.0.0/8").subnets(new_prefix=16), taken)


def free_part(ec2, vpc_id):
    taken = [ipaddress.ip_network(s.cidr_block) for s in ec2.describe_subnets() if s.vpc_id == vpc_id]
    return first_free(ipaddress.ip_network(ec2.get_vpc(vpc_id).cidr_block).subnets(prefixlen_diff=4), taken)


def first_free(blocks, taken):
    return str(next(block for block in blocks if not any(block.overlaps(other) for other in taken)))


def give_certificate(arn):
    region = arn.split(":")[3]
    certificates = backend("acm", region)
    if arn in certificates._certificates:
        return
    with returning(acm, "make_arn_for_certificate", arn):
        certificates.request_certificate(
            domain_name="sandbox.example.com", idempotency_token=None, subject_alt_names=[], tags=[]
        )
    certificates._certificates[arn].status = "ISSUED"


def give_key(arn):
    _, _, _, region, _, resource = arn.split(":", 5)
    key_id = resource.removeprefix("key/")
    keys = backend("kms", region)
    if key_id in keys.keys:
        return
    with returning(kms, "generate_key_id", key_id):
        keys.create_key(
            policy="", key_usage="ENCRYPT_DECRYPT", key_spec="SYMMETRIC_DEFAULT", description="", tags=[]
        )


def give_role(arn):
    path, _, name = ("/" + arn.split(":role/")[1]).rpartition("/")
    iam = backend("iam", "aws")
    if any(role.name == name for role in iam.roles.values()):
        return
    iam.create_role(
        role_name=name,
        assume_role_policy_document=json.dumps(TRUST),
        path=path + "/",
        permissions_boundary=None,
        description="given to the sandbox",
        tags=[],
        max_session_duration="3600",
    )


def give_bucket(bucket):
    buckets = backend("s3", "aws")
    if bucket["name"] not in buckets.buckets:
        buckets.create_bucket(bucket["name"], bucket["region"])


def give_parameter(parameter):
    backend("ssm", parameter["region"]).put_parameter(
        name=parameter["name"],
        description="given to the sandbox",
        value=parameter["value"],
        parameter_type="String",
        allowed_pattern="",
        keyid="",
        overwrite=True,
        tags=[],
        data_type="text",
        tier="Standard",
        policies=None,
    )


GIVERS = {
    "vpcs": give_vpc,
    "certificates": give_certificate,
    "keys": give_key,
    "roles": give_role,
    "buckets": give_bucket,
    "parameters": give_parameter,
}


def give(resources):
    for kind, items in resources.items():
        for item in items:
            GIVERS[kind](item)


def mend_launch_templates():
    """Makes moto answer as EC2 does where Terraform would see a change in every plan.

    A template's own tags are not part of its data, and change when they are changed.
    """
    original = launch_templates.LaunchTemplateVersion.__init__

    def initialize(self, template, number, data, description):
        if "TagSpecifications" in data:
            specifications = [s for s in data["TagSpecifications"] if s["ResourceType"] != "launch-template"]
            data = {**data, "TagSpecifications": specifications}
        original(self, template, number, data, description)

    launch_templates.LaunchTemplateVersion.__init__ = initialize
    launch_templates.LaunchTemplate.tags = property(lambda self: self.get_tags(), lambda self, tags: None)


def mend_listener_certificates():
    """Keeps a listener's certificates beside the default one apart from it, as ELB does.

    They are not told with the listener, and stay when the default one is set.
    """
    modify = elbv2.ELBv2Backend.modify_listener

    def modify_listener(self, arn, *args, **kwargs):
        listener = self.describe_listeners(load_balancer_arn=None, listener_arns=[arn])[0]
        _, *others = listener.certificates or [None]
        modified = modify(self, arn, *args, **kwargs)
        listener.certificates += [other for other in others if other not in listener.certificates]
        return modified

    elbv2.ELBv2Backend.modify_listener = modify_listener
    transformers = ELBV2Response.RESPONSE_KEY_PATH_TO_TRANSFORMER
    for path, transform in list(transformers.items()):
        if path.endswith("Listener.Certificates"):
            transformers[path] = lambda arns, of=transform: of(arns[:1])


def main():
    mend_launch_templates()
    mend_listener_certificates()
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    print(json.dumps({"port": server.get_host_and_port()[1]}), flush=True)
    for line in sys.stdin:
        try:
            give(json.loads(line))
            answer = {}
        except Exception as error:  # whatever moto raises is for the caller to read
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()
