# says: Your function calls PyTorch's own folding.
from torch.nn.utils.fusion import fuse_conv_bn_eval


def fold_batchnorm(conv, bn):
    was_training = conv.training, bn.training
    folded = fuse_conv_bn_eval(conv.eval(), bn.eval())
    conv.train(was_training[0])
    bn.train(was_training[1])
    return folded
