#!/bin/sh
# Installs the named extras of pyproject.toml, at the versions in constraints.txt, into /opt/venv.
# TORCH=cpu asks for torch's small CPU build, unless pip was told of a folder of wheels (PIP_FIND_LINKS) that has one;
# TORCH=cuda takes the package index's own build, which is for CUDA.
set -eu

python -m venv /tmp/tools
/tmp/tools/bin/pip install --quiet --no-cache-dir --disable-pip-version-check "$(grep '^uv==' uv.txt)"
python -m venv --without-pip /opt/venv

for extra; do set -- "$@" --extra "$extra"; shift; done
wheels=${PIP_FIND_LINKS:-}
if [ -n "$wheels" ]; then
    set -- "$@" --find-links "$wheels"
fi
if [ "${TORCH:-}" = cpu ] && ! ls "${wheels:-/nonexistent}"/torch-*cpu*.whl >/dev/null 2>&1; then
    set -- "$@" --torch-backend cpu
fi
/tmp/tools/bin/uv pip install --quiet --no-cache --compile-bytecode --python /opt/venv/bin/python \
    -r pyproject.toml -c constraints.txt "$@"

# Nobody runs other people's tests or compiles against torch in a container: a fifth of the bytes.
cd /opt/venv/lib/python*/site-packages
for package in numpy scipy pywt sympy networkx; do
    if [ -d "$package" ]; then find "$package" -type d -name tests -prune -exec rm -rf {} +; fi
done
rm -rf torch/include torch/share
# OpenVINO computes on the CPU, from torch and from its own files: what is for other devices and formats goes, and its telemetry.
rm -rf openvino_telemetry openvino/include openvino/cmake
for part in intel_gpu_plugin intel_npu_plugin tensorflow_frontend tensorflow_lite_frontend onnx_frontend paddle_frontend jax_frontend gguf_frontend; do
    rm -f openvino/libs/libopenvino_"$part".so*
done
rm -f openvino/libs/cache.json
