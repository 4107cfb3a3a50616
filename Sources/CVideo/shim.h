#pragma once
#include <linux/videodev2.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

// The kernel's own numbers, as constants: Swift does not import macros that compute.
static const unsigned long moodbox_VIDIOC_QUERYCAP = VIDIOC_QUERYCAP;
static const unsigned long moodbox_VIDIOC_ENUM_FMT = VIDIOC_ENUM_FMT;
static const unsigned long moodbox_VIDIOC_S_FMT = VIDIOC_S_FMT;
static const unsigned long moodbox_VIDIOC_S_PARM = VIDIOC_S_PARM;
static const unsigned long moodbox_VIDIOC_REQBUFS = VIDIOC_REQBUFS;
static const unsigned long moodbox_VIDIOC_QUERYBUF = VIDIOC_QUERYBUF;
static const unsigned long moodbox_VIDIOC_QBUF = VIDIOC_QBUF;
static const unsigned long moodbox_VIDIOC_DQBUF = VIDIOC_DQBUF;
static const unsigned long moodbox_VIDIOC_STREAMON = VIDIOC_STREAMON;
static const unsigned long moodbox_VIDIOC_STREAMOFF = VIDIOC_STREAMOFF;
static const __u32 moodbox_V4L2_PIX_FMT_YUYV = V4L2_PIX_FMT_YUYV;
static const __u32 moodbox_V4L2_PIX_FMT_GREY = V4L2_PIX_FMT_GREY;
static const __u32 moodbox_V4L2_PIX_FMT_NV12 = V4L2_PIX_FMT_NV12;
static const __u32 moodbox_V4L2_PIX_FMT_MJPEG = V4L2_PIX_FMT_MJPEG;
static const __u32 moodbox_V4L2_CAP_VIDEO_CAPTURE = V4L2_CAP_VIDEO_CAPTURE;
static const __u32 moodbox_V4L2_CAP_STREAMING = V4L2_CAP_STREAMING;
static const __u32 moodbox_V4L2_CAP_DEVICE_CAPS = V4L2_CAP_DEVICE_CAPS;
static const __u32 moodbox_V4L2_BUF_FLAG_ERROR = V4L2_BUF_FLAG_ERROR;

// ioctl is variadic, which Swift cannot call.
static inline int moodbox_ioctl(int descriptor, unsigned long request, void *argument) {
  return ioctl(descriptor, request, argument);
}
